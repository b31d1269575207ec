namespace Smartbox.Cli.Tests;

public sealed class ApplyCommandTests : IDisposable
{
    private const string Maps = "/api/v1/namespaces/people/configmaps";
    private const string Live = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"u1","resourceVersion":"5","managedFields":[{"manager":"x"}]},"data":{"k":"1"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("apply").FullName;

    private static CliRunner Runner(FakeCluster cluster) => new CliRunner().With("KUBECONFIG", cluster.Kubeconfig);

    private static string Manifest(string name = "a", string value = "1") =>
        $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: {{name}} }
        data: { k: "{{value}}" }
        """;

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"u1","resourceVersion":"6","managedFields":[{"manager":"y"}]},"data":{"k":"1"}}""", "unchanged")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"u1","resourceVersion":"6"},"data":{"k":"2"}}""", "configured")]
    public async Task Apply_OfAnObjectThatIsThere_SaysWhetherItChanged(string answer, string outcome)
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds().Answer(Maps + "/a", Live).AnswerTo("PATCH", Maps + "/a", answer);

        (await Runner(cluster).RunAsync("apply", "-f", Write("a.yaml", Manifest()))).Should().Be((0, $"configmap/a {outcome}\n", ""));
        var (method, path, body) = cluster.Calls.Last();
        (method, path).Should().Be(("PATCH", Maps + "/a?fieldManager=smartbox&fieldValidation=Strict&force=false"));
        body.Should().Contain("k: \"1\"");
    }

    [Fact]
    public async Task Apply_Folder_TakesItsFilesInOrderAndGoesOnAfterAFailure()
    {
        Write("2.yaml", Manifest("b"));
        Write("1.yml", Manifest("a") + "\n---\n" + Manifest("refused"));
        Write("readme.md", "nothing");
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds()
            .AnswerTo("PATCH", Maps + "/a", Live, 201).AnswerTo("PATCH", Maps + "/b", Live, 201)
            .AnswerTo("PATCH", Maps + "/refused", """{"message":"data: Invalid value"}""", 422);

        var (exitCode, output, error) = await Runner(cluster).RunAsync("apply", "-f", _folder, "--dry-run", "--force-conflicts");

        (exitCode, output).Should().Be((1, "configmap/a created (dry run)\nconfigmap/b created (dry run)\n"));
        error.Should().Be($"error: Could not apply configmap/refused in namespace people ({_folder}/1.yml:6): data: Invalid value.\n");
        cluster.Calls.Last().Path.Should().EndWith("&force=true&dryRun=All");
    }

    [Fact]
    public async Task Apply_FromStandardInput_IntoANamespace()
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds().AnswerTo("PATCH", "/api/v1/namespaces/other/configmaps/a", Live, 201);
        var runner = Runner(cluster);
        runner.Input = Manifest();

        (await runner.RunAsync("apply", "-f", "/dev/stdin", "-n", "other")).Should().Be((0, "configmap/a created\n", ""));
    }

    [Fact]
    public async Task Apply_Conflict_SaysHowToTakeOver()
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds().Answer(Maps + "/a", Live)
            .AnswerTo("PATCH", Maps + "/a", """{"message":"Apply failed with 1 conflict: conflict with \"x\": .data.k"}""", 409);

        var (exitCode, _, error) = await Runner(cluster).RunAsync("apply", "-f", Write("a.yaml", Manifest()));

        exitCode.Should().Be(1);
        error.Should().Contain("conflict with \"x\": .data.k. With --force-conflicts");
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Nonsense\nmetadata: {name: a}", 3, "has no kind Nonsense of v1")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: elsewhere}", 2, "is of namespace elsewhere, not of people")]
    [InlineData("# nothing", 2, "There is no object in")]
    public async Task Apply_WhatCannotBe_IsRefused(string manifest, int status, string message)
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds();

        var (exitCode, _, error) = await Runner(cluster).RunAsync("apply", "-f", Write("a.yaml", manifest), "-n", "people");

        exitCode.Should().Be(status);
        error.Should().Contain(message);
    }

    [Fact]
    public async Task Delete_OfAFile_WaitsUntilEachIsGone()
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds()
            .AnswerTo("DELETE", Maps + "/a", Live)
            .AnswerTo("GET", Maps + "/a", Live)
            .AnswerTo("GET", Maps + "?watch=true&fieldSelector=metadata.name%3Da&resourceVersion=5", $$"""{"type":"DELETED","object":{{Live}}}""");

        (await Runner(cluster).RunAsync("delete", "-f", Write("a.yaml", Manifest()), "--now")).Should().Be((0, "configmap/a deleted\n", ""));
        cluster.Calls.Should().ContainSingle(call => call.Method == "DELETE").Which.Body.Should().Contain("\"gracePeriodSeconds\":1");
        cluster.Calls.Last().Path.Should().Contain("watch=true");
    }

    [Fact]
    public async Task Delete_Reborn_IsNotWaitedFor()
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds()
            .AnswerTo("DELETE", Maps + "/a", Live).AnswerTo("GET", Maps + "/a", Live.Replace("u1", "u2", StringComparison.Ordinal));

        (await Runner(cluster).RunAsync("delete", "cm/a")).Should().Be((0, "configmap/a deleted\n", ""));
    }

    [Fact]
    public async Task Delete_WithoutWaiting_AsksNothingMore()
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds().AnswerTo("DELETE", Maps + "/a", Live);

        (await Runner(cluster).RunAsync("delete", "configmap", "a", "--wait=false")).Should().Be((0, "configmap/a deleted\n", ""));
        cluster.Calls.Last().Method.Should().Be("DELETE");
    }

    [Fact]
    public async Task Delete_NotThere_IsAFailureUnlessTold()
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithKinds();

        (await Runner(cluster).RunAsync("delete", "cm", "a")).ExitCode.Should().Be(3);
        (await Runner(cluster).RunAsync("delete", "cm", "a", "--ignore-not-found")).Should().Be((0, "", ""));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}

namespace Smartbox.Cli.Tests;

public sealed class ObjectCommandTests
{
    private const string Pods = "/api/v1/namespaces/people/pods";
    private const string Boxes = "/apis/smartbox.dev/v1alpha1/namespaces/people/smartboxes";

    private static string Table(string revision, string? next, params string[] rows) => $$"""
        {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"{{revision}}","continue":"{{next}}"},
         "columnDefinitions":[{"name":"Name","priority":0},{"name":"Status","priority":0},{"name":"Node","priority":1}],"rows":[{{string.Join(',', rows)}}]}
        """;

    private static string Row(string name, string status, string revision = "5") => $$$"""
        {"cells":["{{{name}}}","{{{status}}}","node-1"],"object":{"metadata":{"name":"{{{name}}}","namespace":"people","resourceVersion":"{{{revision}}}"} } }
        """;

    private static async Task<FakeCluster> ClusterAsync() => (await FakeCluster.StartAsync()).WithKinds();

    private static CliRunner Runner(FakeCluster cluster) => new CliRunner().With("KUBECONFIG", cluster.Kubeconfig);

    [Theory]
    [InlineData("pods")]
    [InlineData("po")]
    [InlineData("Pod")]
    public async Task Get_OfAKind_PrintsTheServersTable(string word)
    {
        await using var cluster = (await ClusterAsync()).Answer(Pods, Table("5", null, Row("a", "Running"), Row("long-name", "Pending")));

        (await Runner(cluster).RunAsync("get", word)).Should().Be((0, "NAME        STATUS\na           Running\nlong-name   Pending\n", ""));
    }

    [Fact]
    public async Task Get_Wide_AddsTheColumnsOfLessInterest()
    {
        await using var cluster = (await ClusterAsync()).Answer(Pods, Table("5", null, Row("a", "Running")));

        (await Runner(cluster).RunAsync("get", "pods", "-o", "wide")).Output.Should().Be("NAME   STATUS    NODE\na      Running   node-1\n");
    }

    [Fact]
    public async Task Get_LongList_IsReadPageByPage()
    {
        await using var cluster = (await ClusterAsync())
            .Answer(Pods, Table("5", "more", Row("a", "Running")))
            .AnswerTo("GET", Pods + "?limit=500&labelSelector=x%3Dy&continue=more", Table("5", null, Row("b", "Pending")));

        (await Runner(cluster).RunAsync("get", "pods", "-l", "x=y")).Output.Should().Be("NAME   STATUS\na      Running\nb      Pending\n");
    }

    [Fact]
    public async Task Get_SeveralKinds_NamesEachKind()
    {
        await using var cluster = (await ClusterAsync())
            .Answer("/api/v1/pods", Table("5", null, Row("a", "Running")))
            .Answer("/apis/smartbox.dev/v1alpha1/smartboxes", Table("5", null, Row("alice", "True")));

        (await Runner(cluster).RunAsync("get", "all", "-A")).Output.Should().Be(
            "NAMESPACE   NAME    STATUS\npeople      pod/a   Running\n\nNAMESPACE   NAME                          STATUS\npeople      smartbox.smartbox.dev/alice   True\n");
    }

    [Fact]
    public async Task Get_ByName_SaysWhichAreMissingAndShowsTheOthers()
    {
        await using var cluster = (await ClusterAsync())
            .Answer(Pods + "/a", Table("5", null, Row("a", "Running"))).Refuse(Pods + "/b", 404, "pods \\\"b\\\" not found");

        (await Runner(cluster).RunAsync("get", "pods", "b", "a")).Should().Be(
            (3, "NAME   STATUS\na      Running\n", "error: Could not read pod/b in namespace people: pods \"b\" not found.\n"));
    }

    [Fact]
    public async Task Get_AsYaml_ShowsTheObjectsWithTheirKindAndWithoutManagedFields()
    {
        await using var cluster = (await ClusterAsync()).Answer(Pods, """{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"a","managedFields":[{"manager":"x"}]}}]}""");

        (await Runner(cluster).RunAsync("get", "pods", "-o", "yaml")).Output.ReplaceLineEndings("\n").Should().Be("""
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Pod
              metadata:
                name: a

            """);
    }

    [Fact]
    public async Task Get_Names_AreWhatOtherCommandsTake()
    {
        await using var cluster = (await ClusterAsync()).Answer(Boxes, """{"items":[{"metadata":{"name":"alice"}}]}""");

        (await Runner(cluster).RunAsync("get", "-o", "name")).Should().Be((0, "smartbox.smartbox.dev/alice\n", ""));
    }

    [Fact]
    public async Task Get_Nothing_SaysSo()
    {
        await using var cluster = (await ClusterAsync()).Answer(Pods, Table("5", null));

        (await Runner(cluster).RunAsync("get", "pods")).Should().Be((0, "", "No pods found in namespace people.\n"));
    }

    [Theory]
    [InlineData("The API server has no kind nonsense", 3, "get", "nonsense", "x")]
    [InlineData("'a' is not KIND/NAME", 2, "get", "pod/a", "a")]
    [InlineData("leave -A out", 2, "get", "pod/a", "-A")]
    [InlineData("-w watches one kind", 2, "get", "all", "-w")]
    public async Task Get_WhatMeansNothing_IsRefused(string message, int status, params string[] arguments)
    {
        await using var cluster = await ClusterAsync();

        var (exitCode, _, error) = await Runner(cluster).RunAsync(arguments);

        error.Should().Contain(message);
        exitCode.Should().Be(status);
    }

    [Fact]
    public async Task Watch_GoesOnFromTheListsRevisionAndThenFromTheLastEvents()
    {
        var deletion = $$"""{"type":"DELETED","object":{{Table("6", null, Row("a", "Terminating", "6")).ReplaceLineEndings("")}}}""";
        await using var cluster = (await ClusterAsync())
            .Answer(Pods, Table("5", null, Row("a", "Running")))
            .AnswerTo("GET", Pods + "?watch=true&resourceVersion=5", deletion)
            // Ends the command, which otherwise would go on for ever.
            .AnswerTo("GET", Pods + "?watch=true&resourceVersion=6", """{"message":"enough"}""", 403);

        var (exitCode, output, error) = await Runner(cluster).RunAsync("get", "pods", "-w");

        (exitCode, error).Should().Be((4, "error: Could not watch pods in namespace people: enough.\n"));
        output.Should().Be("NAME   STATUS\na      Running\na      Terminating\n");
    }

    [Fact]
    public async Task Describe_Box_TellsItForPeople()
    {
        await using var cluster = (await ClusterAsync())
            .Answer(Boxes + "/alice", """
                {"apiVersion":"smartbox.dev/v1alpha1","kind":"Smartbox","metadata":{"name":"alice","namespace":"people","uid":"u1","creationTimestamp":"2020-01-01T00:00:00Z"},
                 "spec":{"owner":"alice@example.com","tier":"premium-1","config":{"language":"en"}},
                 "status":{"tier":"standard-1","restarts":2,"epoch":7,"pod":{"name":"alice","node":"node-1","image":"i:1","startedAt":"2020-01-01T00:00:00Z"},
                  "backup":{"state":"Current","lastSnapshot":{"id":"0123456789abcdef","time":"2020-01-01T00:00:00Z","bytes":2048,"files":3}},
                  "conditions":[{"type":"Ready","status":"True","reason":"Running","message":"all well","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}
                """)
            .Answer("/api/v1/namespaces/people/events", """
                {"items":[{"type":"Normal","reason":"PodCreated","message":"made a pod","reportingComponent":"smartbox-operator","lastTimestamp":"2020-01-01T00:00:00Z","count":3}]}
                """);

        var (exitCode, output, error) = await Runner(cluster).RunAsync("describe", "alice");

        (exitCode, error).Should().Be((0, ""));
        output.Should().Contain("State:         ready, Running: all well")
            .And.Contain("premium-1 (runs with standard-1 until its next start)")
            .And.Contain("start 7, 2 restarts after failures")
            .And.MatchRegex(@"Backup: +Current, last snapshot \d+d ago: 3 files, 2 KiB \(01234567\)")
            .And.MatchRegex(@"PodCreated +\d+d \(3 times\) +smartbox-operator +made a pod");
        cluster.Calls.Last().Path.Should().Contain("involvedObject.kind%3DSmartbox%2CinvolvedObject.name%3Dalice%2CinvolvedObject.uid%3Du1");
    }

    [Fact]
    public async Task Describe_Secret_KeepsItsValuesToItself()
    {
        await using var cluster = (await ClusterAsync())
            .Answer("/api/v1/namespaces/people/secrets/s", """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"people"},"data":{"password":"Z2VoZWlt"}}""");

        var (_, output, _) = await Runner(cluster).RunAsync("describe", "secret", "s");

        output.Should().Contain("password: 6 bytes").And.NotContain("Z2VoZWlt");
    }

    [Fact]
    public async Task Logs_OfAPod_AreThoseOfItsOnlyContainer()
    {
        await using var cluster = (await ClusterAsync()).Answer(Pods + "/gateway/log", "hello\n");

        (await Runner(cluster).RunAsync("logs", "pod/gateway", "-p")).Should().Be((0, "hello\n", ""));
        cluster.Requests.Single().Should().Contain("previous=true").And.NotContain("container=");
    }
}

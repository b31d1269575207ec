using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Tests;

public sealed class ClusterCommandTests
{
    private const string Boxes = "/apis/smartbox.dev/v1alpha1/namespaces/people/smartboxes";

    private static string Box(string name, string ready = "True", string reason = "Running") => $$$"""
        {"apiVersion":"smartbox.dev/v1alpha1","kind":"Smartbox",
         "metadata":{"name":"{{{name}}}","namespace":"people","uid":"u1","creationTimestamp":"2020-01-01T00:00:00Z","managedFields":[{"manager":"x"}]},
         "spec":{"owner":"{{{name}}}@example.com","tier":"premium-1"},
         "status":{"restarts":2,"pod":{"node":"node-1","image":"i:1"},
           "conditions":[{"type":"Ready","status":"{{{ready}}}","reason":"{{{reason}}}","message":"all well","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}
        """;

    private static CliRunner Runner(FakeCluster cluster) => new CliRunner().With("KUBECONFIG", cluster.Kubeconfig);

    [Fact]
    public async Task Token_ForAUser_IsSignedByTheIssuerAndHoldsForAnHour()
    {
        using var key = SigningKey.Create();
        await using var cluster = (await FakeCluster.StartAsync()).WithIssuer(key);

        var (exitCode, output, error) = await Runner(cluster).RunAsync("token", "--user", "alice@example.com");

        (exitCode, error).Should().Be((0, ""));
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(output.TrimEnd('\n'), new TokenValidationParameters
        {
            ValidIssuer = "smartbox-issuer",
            ValidAudience = "smartbox",
            ValidTypes = ["JWT"],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = SigningKey.PublicKeysFromPem(key.ExportPublicPem()),
        });
        result.Exception.Should().BeNull();
        var token = (JsonWebToken)result.SecurityToken;
        token.Subject.Should().Be("alice@example.com");
        token.Kid.Should().Be(key.KeyId);
        (token.ValidTo - token.ValidFrom).Should().Be(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Token_SecretForbidden_SaysSo()
    {
        await using var cluster = (await FakeCluster.StartAsync())
            .Refuse("/api/v1/namespaces/smartbox-system/secrets/smartbox-issuer", 403, "secrets smartbox-issuer is forbidden");

        var (exitCode, output, error) = await Runner(cluster).RunAsync("token", "--user", "alice@example.com");

        exitCode.Should().Be(4);
        output.Should().BeEmpty();
        error.Should().Contain("is forbidden").And.Contain("--token-file");
    }

    [Theory]
    [InlineData("token")]
    [InlineData("token", "--user", "a", "--ttl", "forever")]
    [InlineData("token", "--user", "a", "--ttl", "31d")]
    [InlineData("get", "-o", "xml")]
    [InlineData("get", "alice", "-A")]
    [InlineData("logs", "alice", "-c", "postgres")]
    [InlineData("logs", "alice", "--kubeconfig", "/nonexistent")]
    public async Task Usage_Wrong_ExitsWith2(params string[] arguments)
    {
        (await new CliRunner().RunAsync(arguments)).ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task Get_InTheContextsNamespace_PrintsColumnsLikeKubectl()
    {
        await using var cluster = (await FakeCluster.StartAsync()).Answer(Boxes, $$"""{"items":[{{Box("alice")}},{{Box("bo", "False", "Starting")}}]}""");

        var (exitCode, output, _) = await Runner(cluster).RunAsync("get");

        exitCode.Should().Be(0);
        var lines = output.Split('\n');
        lines[0].Should().Be("NAME    OWNER               TYPE   TIER        READY   REASON     POWER      LAST BACKUP   AGE");
        lines[1].Should().MatchRegex(@"^alice   alice@example\.com   pa     premium-1   True    Running    AlwaysOn   <none>        \d+d$");
        lines[2].Should().StartWith("bo      bo@example.com ");
    }

    [Fact]
    public async Task Get_Wide_AddsNodeImageRestartsAndMessage()
    {
        await using var cluster = (await FakeCluster.StartAsync()).Answer(Boxes + "/alice", Box("alice"));

        var (_, output, _) = await Runner(cluster).RunAsync("get", "alice", "-o", "wide");

        output.Split('\n')[1].Should().MatchRegex(@"node-1   i:1     2          all well$");
    }

    [Theory]
    [InlineData("json", "\"owner\": \"alice@example.com\"")]
    [InlineData("yaml", "owner: alice@example.com")]
    public async Task Get_AsText_GivesTheObject(string format, string expected)
    {
        await using var cluster = (await FakeCluster.StartAsync()).Answer(Boxes + "/alice", Box("alice"));

        var (exitCode, output, error) = await Runner(cluster).RunAsync("get", "alice", "-o", format);

        (exitCode, error).Should().Be((0, ""));
        output.Should().Contain(expected).And.Contain("kind").And.NotContain("managedFields");
    }

    [Fact]
    public async Task Get_UnknownBox_ExitsWith3()
    {
        await using var cluster = (await FakeCluster.StartAsync()).Refuse(Boxes + "/bob", 404, "smartboxes bob not found");

        var (exitCode, _, error) = await Runner(cluster).RunAsync("get", "bob");

        exitCode.Should().Be(3);
        error.Should().Be("error: Could not read box bob in namespace people: smartboxes bob not found.\n");
    }

    [Fact]
    public async Task Get_ListForbiddenButWithAToken_AsksTheGateway()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Boxes.Add(new Box { Namespace = "people", Name = "alice", Owner = "alice@example.com", Type = "pa", Tier = "standard-1", Ready = true, Reason = "Running" });
        await using var cluster = (await FakeCluster.StartAsync()).Refuse(Boxes, 403, "smartboxes is forbidden").WithGatewayPod();
        cluster.ForwardTo = new Uri(gateway.Url).Port;

        var (exitCode, output, error) = await Runner(cluster).With("SMARTBOX_TOKEN", "t").RunAsync("get");

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Split('\n')[1].Should().StartWith("people      alice   alice@example.com   pa     standard-1   True    Running");
    }

    [Theory]
    [InlineData("No boxes found in namespace people.\n", "get")]
    [InlineData("No boxes found.\n", "get", "-A")]
    public async Task Get_NoBoxes_SaysSoOnStandardError(string expected, params string[] arguments)
    {
        await using var cluster = (await FakeCluster.StartAsync())
            .Answer(Boxes, """{"items":[]}""").Answer("/apis/smartbox.dev/v1alpha1/smartboxes", """{"items":[]}""");

        (await Runner(cluster).RunAsync(arguments)).Should().Be((0, "", expected));
    }

    [Fact]
    public async Task Chat_WithOnlyAKubeconfig_ForwardsToTheGatewayAndSignsForTheOwner()
    {
        using var key = SigningKey.Create();
        await using var gateway = await FakeGateway.StartAsync();
        var long_answer = new string('x', 300_000);
        gateway.OnSend = _ => new SendResponse { Text = long_answer };
        await using var cluster = (await FakeCluster.StartAsync()).WithIssuer(key).WithGatewayPod().Answer(Boxes + "/alice", Box("alice"));
        cluster.ForwardTo = new Uri(gateway.Url).Port;

        var (exitCode, output, error) = await Runner(cluster).RunAsync("chat", "alice", "-m", new string('y', 100_000));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Be(long_answer + "\n");
        var (request, authorization) = gateway.Sent.Single();
        request.Box.Should().Be("people/alice");
        request.Text.Should().HaveLength(100_000);
        new JsonWebToken(authorization!["Bearer ".Length..]).Subject.Should().Be("alice@example.com");
        cluster.Requests.Should().Contain("/api/v1/namespaces/smartbox-system/pods/gateway-1/portforward?ports=8080");
    }

    [Fact]
    public async Task Chat_OfABoxThatIsNotThere_ExitsWith3BeforeItAsksAGateway()
    {
        await using var cluster = (await FakeCluster.StartAsync()).Refuse(Boxes + "/bob", 404, "smartboxes bob not found");

        var (exitCode, _, error) = await Runner(cluster).RunAsync("chat", "bob", "-m", "hi");

        exitCode.Should().Be(3);
        error.Should().Contain("box bob in namespace people");
    }

    [Theory]
    [InlineData(true, "connection refused")]
    [InlineData(false, "No gateway pod in namespace smartbox-system is ready")]
    public async Task Chat_GatewayNotThere_TriesUntilTheTimeoutAndSaysWhy(bool ready, string reason)
    {
        await using var cluster = (await FakeCluster.StartAsync()).WithGatewayPod(ready);

        var (exitCode, _, error) = await Runner(cluster).With("SMARTBOX_TOKEN", "t").RunAsync("chat", "alice", "-m", "hi", "--timeout", "2s");

        error.Should().Contain(reason);
        exitCode.Should().Be(5);
        cluster.Requests.Count(path => path.Contains("labelSelector", StringComparison.Ordinal)).Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task Chat_OtherContext_UsesItsNamespace()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var cluster = await FakeCluster.StartAsync();

        await Runner(cluster).With("SMARTBOX_GATEWAY", gateway.Url).With("SMARTBOX_TOKEN", "t").RunAsync("chat", "alice", "--context", "other", "-m", "hi");

        gateway.Sent.Single().Request.Box.Should().Be("elsewhere/alice");
    }

    [Fact]
    public async Task Logs_OfAContainer_ArePrintedAsTheyAre()
    {
        await using var cluster = (await FakeCluster.StartAsync())
            .Answer("/api/v1/namespaces/people/pods/alice/log", "line [one]\nline two\n");

        (await Runner(cluster).RunAsync("logs", "alice", "-c", "backup", "--tail", "5")).Should().Be((0, "line [one]\nline two\n", ""));
        cluster.Requests.Single().Should().Contain("container=backup").And.Contain("tailLines=5").And.NotContain("follow=true");
    }

    [Fact]
    public async Task Logs_BoxWithoutAPod_SaysItsReason()
    {
        await using var cluster = (await FakeCluster.StartAsync()).Answer(Boxes + "/alice", Box("alice", "False", "Off"));

        var (exitCode, _, error) = await Runner(cluster).RunAsync("logs", "alice");

        exitCode.Should().Be(3);
        error.Should().Contain("has no pod now (Off)");
    }

    [Fact]
    public async Task Kubeconfigs_Several_AreMerged()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var cluster = await FakeCluster.StartAsync();
        var first = Path.GetTempFileName();
        await File.WriteAllTextAsync(first, "apiVersion: v1\nkind: Config\ncurrent-context: other\n");
        var runner = new CliRunner().With("KUBECONFIG", first + Path.PathSeparator + cluster.Kubeconfig).With("SMARTBOX_GATEWAY", gateway.Url).With("SMARTBOX_TOKEN", "t");

        await runner.RunAsync("chat", "alice", "-m", "hi");

        gateway.Sent.Single().Request.Box.Should().Be("elsewhere/alice");
        File.Delete(first);
    }
}

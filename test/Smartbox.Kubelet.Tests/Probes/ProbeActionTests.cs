using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Smartbox.Kubelet.Containers;
using Smartbox.Kubelet.Probes;

namespace Smartbox.Kubelet.Tests.Probes;

public sealed class ProbeActionTests : IDisposable
{
    private readonly ProbeClients _clients = new();

    public void Dispose() => _clients.Dispose();

    [Theory]
    [InlineData(false, 200, "")]
    [InlineData(true, 302, "")]
    [InlineData(false, 503, "HTTP probe failed with statuscode: 503")]
    public async Task Http_SucceedsByItsStatus(bool isTls, int status, string output)
    {
        string? seen = null;
        await using var server = await ProbeServer.StartAsync(
            context =>
            {
                seen = $"{context.Request.Path} {context.Request.Headers.UserAgent} {context.Request.Headers["X-Test"]}";
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/elsewhere";
                return Task.CompletedTask;
            },
            isTls);
        var probe = new V1Probe
        {
            HttpGet = new V1HTTPGetAction
            {
                Path = "/healthz", Port = "web", Scheme = isTls ? "HTTPS" : "HTTP", HttpHeaders = [new V1HTTPHeader { Name = "X-Test", Value = "y" }],
            },
        };

        var outcome = await ProbeAction.RunAsync(probe, new Target(server.Port), _clients, CancellationToken.None);

        outcome.Should().Be(new ProbeOutcome(output.Length == 0, output));
        seen.Should().Be("/healthz kube-probe/1.37 y");
    }

    [Fact]
    public async Task HttpAndTcp_WhereNobodyListens_Fail()
    {
        var server = await ProbeServer.StartAsync(_ => Task.CompletedTask);
        var port = server.Port;
        await server.DisposeAsync();

        var http = await ProbeAction.RunAsync(new V1Probe { HttpGet = new V1HTTPGetAction { Port = port } }, new Target(port), _clients, CancellationToken.None);
        var tcp = await ProbeAction.RunAsync(new V1Probe { TcpSocket = new V1TCPSocketAction { Port = port } }, new Target(port), _clients, CancellationToken.None);

        http.Output.Should().Be($"Get \"http://127.0.0.1:{port}/\": Connection refused");
        tcp.Output.Should().Be($"dial tcp 127.0.0.1:{port}: Connection refused");
    }

    [Fact]
    public async Task Tcp_WhereSomebodyListens_Succeeds()
    {
        await using var server = await ProbeServer.StartAsync(_ => Task.CompletedTask);

        var outcome = await ProbeAction.RunAsync(new V1Probe { TcpSocket = new V1TCPSocketAction { Port = "web" } }, new Target(server.Port), _clients, CancellationToken.None);

        outcome.IsSuccess.Should().BeTrue();
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "service unhealthy (responded with \"NOT_SERVING\")")]
    public async Task Grpc_SucceedsByItsAnswer(byte status, string output)
    {
        byte[]? body = null;
        await using var server = await ProbeServer.StartAsync(
            async context =>
            {
                using var request = new MemoryStream();
                await context.Request.Body.CopyToAsync(request);
                body = request.ToArray();
                context.Response.ContentType = "application/grpc";
                context.Response.DeclareTrailer("grpc-status");
                await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 0x08, status });
                context.Response.AppendTrailer("grpc-status", "0");
            },
            protocols: HttpProtocols.Http2);

        var outcome = await ProbeAction.RunAsync(
            new V1Probe { Grpc = new V1GRPCAction { Port = server.Port, Service = "x" } }, new Target(server.Port), _clients, CancellationToken.None);

        outcome.Should().Be(new ProbeOutcome(output.Length == 0, output));
        body.Should().Equal(0, 0, 0, 0, 3, 0x0A, 1, (byte)'x');
    }

    private sealed class Target(int port) : IProbeTarget
    {
        public string Address => "127.0.0.1";

        public int? Port(string name) => name == "web" ? port : null;

        public Task<ExecResult> ExecAsync(IList<string> command, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

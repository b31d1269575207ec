using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Tests.Fakes;

namespace Smartbox.Sidecar.Tests.Hosting;

public sealed class SidecarProgramTests : IDisposable
{
    private readonly TestPod _pod = new();

    public void Dispose() => _pod.Dispose();

    [Theory]
    [InlineData]
    [InlineData("dance")]
    [InlineData("restore", "backup")]
    public async Task Run_NotOneKnownMode_ExitsWithUsage(params string[] args)
    {
        var exitCode = await SidecarProgram.RunAsync(args, _pod.Variable, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

        exitCode.Should().Be(64);
    }
}

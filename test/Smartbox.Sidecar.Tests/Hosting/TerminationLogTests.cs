using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Tests.Fakes;

namespace Smartbox.Sidecar.Tests.Hosting;

public sealed class TerminationLogTests : IDisposable
{
    private readonly TestPod _pod = new();

    public void Dispose() => _pod.Dispose();

    [Fact]
    public void Write_LongMessage_StaysParsableWithinWhatTheKubeletKeeps()
    {
        TerminationLog.Write(_pod.TerminationLog, new TerminationMessage("RestoreFailed", new string('ü', 10_000)), NullLogger.Instance);

        new FileInfo(_pod.TerminationLog).Length.Should().BeInRange(500, 4096);
        _pod.Termination().Should().NotBeNull().And.Match<TerminationMessage>(m => m.Reason == "RestoreFailed" && m.Message.EndsWith('…'));
    }

    [Fact]
    public void Write_FolderIsMissing_IsNoFurtherError()
    {
        var write = () => TerminationLog.Write("/nonexistent/log", new TerminationMessage("RestoreFailed", "m"), NullLogger.Instance);

        write.Should().NotThrow();
    }

    [Fact]
    public void Clear_ReasonOfAnEarlierRun_IsGone()
    {
        TerminationLog.Write(_pod.TerminationLog, new TerminationMessage("RestoreFailed", "m"), NullLogger.Instance);

        TerminationLog.Clear(_pod.TerminationLog, NullLogger.Instance);

        _pod.Termination().Should().BeNull();
    }
}

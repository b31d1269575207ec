using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Kubelet.Processes;

namespace Smartbox.Kubelet.Tests.Processes;

public sealed class LeftOverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("left-overs-").FullName;
    private readonly ProcessLauncher _launcher = new();
    private readonly ProcessRecords _records;

    public LeftOverTests() => _records = new ProcessRecords(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Process_OfADeadKubelet_IsEndedBySigterm()
    {
        var process = await StartAsync("one", "trap 'echo ended >ended; exit 0' TERM; echo up >up; while :; do sleep 0.05; done");

        await LeftOvers.EndAsync(_records, TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger.Instance, CancellationToken.None);

        (await process.Exited).Should().Be(0);
        File.Exists(Path.Combine(_folder, "ended")).Should().BeTrue();
        _records.Running().Should().BeEmpty();
        File.Exists(_records.FileOf("pod", "one")).Should().BeFalse();
    }

    [Fact]
    public async Task Process_ThatDoesNotEnd_IsKilledWithItsChildren()
    {
        var process = await StartAsync("one", "trap '' TERM; sleep 1000 & echo $! >child; echo up >up; while :; do sleep 0.05; done");
        var child = int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "child")));

        await LeftOvers.EndAsync(_records, TimeSpan.FromMilliseconds(200), TimeProvider.System, NullLogger.Instance, CancellationToken.None);

        (await process.Exited).Should().Be(137);
        (ProcStat.Read(child) is null or { IsZombie: true }).Should().BeTrue();
    }

    [Fact]
    public async Task Process_WithTheNumberOfADeadOne_IsLeftAlone()
    {
        var process = await StartAsync("stranger", "echo up >up; exec sleep 1000");
        var record = _records.FileOf("pod", "stranger");
        var line = await File.ReadAllTextAsync(record);
        var stat = ProcStat.Parse(line)!.Value;
        await File.WriteAllTextAsync(record, line.Replace($" {stat.StartTime} ", $" {stat.StartTime - 1} ", StringComparison.Ordinal));

        await LeftOvers.EndAsync(_records, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance, CancellationToken.None);

        process.Exited.IsCompleted.Should().BeFalse();
        process.KillGroup();
        await process.Exited;
    }

    [Fact]
    public async Task Process_IsTheLeaderOfItsSessionAndTheOneOfItsRecord()
    {
        var process = await StartAsync("one", "echo up >up; exec sleep 1000");

        var stat = ProcStat.Parse(await File.ReadAllTextAsync(_records.FileOf("pod", "one")))!.Value;

        ProcStat.Read(stat.Pid)!.Value.Session.Should().Be(stat.Pid);
        ProcStat.Read(stat.Pid)!.Value.StartTime.Should().Be(stat.StartTime);
        process.KillGroup();
        await process.Exited;
    }

    [Theory]
    [InlineData("12 (a) b) S 1 5 7 0 -1 4 1 2 3 4 5 6 7 8 20 0 1 0 777 8192 0", 12, 7, 777UL)]
    public void Stat_OfAProcessWithAStrangeName_IsRead(string line, int pid, int session, ulong start)
    {
        ProcStat.Parse(line).Should().Be(new ProcStat(pid, 'S', session, start));
        ProcStat.Parse(line[..20]).Should().BeNull();
    }

    private async Task<RunningProcess> StartAsync(string name, string script)
    {
        var process = _launcher.Start(new ProcessRequest("/bin/sh", ["-c", script], new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, _folder)
        {
            Record = _records.FileOf("pod", name),
        });
        await TestNode.UntilAsync(() => File.Exists(Path.Combine(_folder, "up")) ? "" : null, () => "not up");
        return process;
    }
}

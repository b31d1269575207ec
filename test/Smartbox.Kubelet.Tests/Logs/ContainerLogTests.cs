using System.Text;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubelet.Logs;

namespace Smartbox.Kubelet.Tests.Logs;

public sealed class ContainerLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("container-log-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private string FilePath => Path.Combine(_folder, "c", "0.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Line_IsWrittenInTheFormatOfContainerRuntimes()
    {
        using var log = Create();
        await PumpAsync(log, "hello\nwor", "ld");

        (await File.ReadAllTextAsync(FilePath)).Should().Be("2026-01-02T03:04:05.000000000Z stdout F hello\n2026-01-02T03:04:05.000000000Z stdout F world\n");
    }

    [Fact]
    public async Task Line_ThatIsVeryLong_IsWrittenInPartsAndReadAsOne()
    {
        using var log = Create(1 << 20);
        var text = new string('x', OutputPump.MaxLine + 10);
        await PumpAsync(log, text + "\n");

        (await File.ReadAllLinesAsync(FilePath)).Select(l => l[38]).Should().Equal('P', 'F');
        (await ReadAsync(log, new LogRequest("n", "p", "c") { Timestamps = true })).Should().Be($"2026-01-02T03:04:05.000000000Z {text}\n");
    }

    [Fact]
    public async Task Log_ThatGrows_IsRotatedAndReadAcrossItsFiles()
    {
        using var log = Create(size: 200, files: 3);
        for (var i = 0; i < 20; i++)
        {
            log.Write("stdout", Encoding.ASCII.GetBytes($"line {i}"), isWhole: true);
        }

        var lines = (await ReadAsync(log, new LogRequest("n", "p", "c"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Should().HaveCount(3);
        lines.Should().Equal(Enumerable.Range(20 - lines.Length, lines.Length).Select(i => $"line {i}")).And.HaveCountGreaterThan(6);
    }

    [Fact]
    public async Task Request_ForSomeLines_GetsThoseOnly()
    {
        using var log = Create();
        log.Write("stdout", "one"u8, isWhole: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        log.Write("stderr", "two"u8, isWhole: true);
        log.Write("stdout", "three"u8, isWhole: true);

        (await ReadAsync(log, new LogRequest("n", "p", "c") { TailLines = 1 })).Should().Be("three\n");
        (await ReadAsync(log, new LogRequest("n", "p", "c") { TailLines = 0 })).Should().BeEmpty();
        (await ReadAsync(log, new LogRequest("n", "p", "c") { Since = _time.GetUtcNow() })).Should().Be("two\nthree\n");
        (await ReadAsync(log, new LogRequest("n", "p", "c") { LimitBytes = 6 })).Should().Be("one\ntw");
    }

    [Fact]
    public async Task Reader_ThatFollows_SeesWhatComesAcrossRotationAndEndsWithTheContainer()
    {
        var log = Create(size: 150, files: 5);
        log.Write("stdout", "first"u8, isWhole: true);
        using var output = new MemoryStream();

        await Task.WhenAll(LogReader.CopyAsync(FilePath, log, new LogRequest("n", "p", "c") { Follow = true }, output, CancellationToken.None), WriteAsync());

        Text(output).Should().Be("first\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"line {i}\n")));

        async Task WriteAsync()
        {
            for (var i = 0; i < 8; i++)
            {
                log.Write("stdout", Encoding.ASCII.GetBytes($"line {i}"), isWhole: true);
                var expected = $"line {i}\n";
                await TestNode.UntilAsync(() => Text(output).EndsWith(expected, StringComparison.Ordinal) ? "" : null, () => Text(output));
            }

            log.Dispose();
        }
    }

    [Fact]
    public void Tail_OfALog_IsItsLastLines()
    {
        using var log = Create();
        log.Write("stdout", "one"u8, isWhole: true);
        log.Write("stdout", "two"u8, isWhole: true);
        log.Write("stdout", "three"u8, isWhole: true);

        LogReader.Tail(FilePath, 2, 100).Should().Be("two\nthree\n");
        LogReader.Tail(FilePath, 10, 8).Should().Be("o\nthree\n");
    }

    private static string Text(MemoryStream stream) => Encoding.ASCII.GetString(stream.ToArray());

    private ContainerLog Create(long size = 10_000, int files = 5) => new(FilePath, size, files, _time);

    private async Task<string> ReadAsync(ContainerLog log, LogRequest request)
    {
        using var output = new MemoryStream();
        await LogReader.CopyAsync(FilePath, log, request, output, CancellationToken.None);
        return Encoding.ASCII.GetString(output.ToArray());
    }

    private static async Task PumpAsync(ContainerLog log, params string[] parts)
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var pump = OutputPump.RunAsync(pipe.Reader.AsStream(), "stdout", log, CancellationToken.None);
        foreach (var part in parts)
        {
            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(part));
        }

        await pipe.Writer.CompleteAsync();
        await pump;
    }
}

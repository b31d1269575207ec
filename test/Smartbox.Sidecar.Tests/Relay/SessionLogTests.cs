using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Protocol.Relay.V1;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Relay.EventLog;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Tests.Relay.Fakes;
using Kind = Smartbox.Protocol.V1.Event.Types.Kind;

namespace Smartbox.Sidecar.Tests.Relay;

public sealed class SessionLogTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    [Fact]
    public async Task Append_NumbersEventsFromOneWithoutGaps()
    {
        using var log = Open(new MemoryLogFile());

        for (var i = 0; i < 5; i++)
        {
            await log.AppendAsync(Input($"m{i}", $"text {i}"));
        }

        var events = ReadAll(log);
        events.Select(read => read.Seq).Should().Equal(1, 2, 3, 4, 5);
        events.Select(read => read.Text).Should().Equal("text 0", "text 1", "text 2", "text 3", "text 4");
        events.Should().OnlyContain(read => read.Time.ToDateTimeOffset() == _time.GetUtcNow());
    }

    [Fact]
    public async Task Event_BeforeItIsFlushed_IsSeenByNobody()
    {
        var file = new MemoryLogFile();
        using var log = Open(file);
        file.FlushGate.Reset();

        var appended = log.AppendAsync(Input("m1", "hello"));
        await Eventually.BeAsync(() => file.Length > RecordFormat.HeaderLength, "the event is written");

        appended.IsCompleted.Should().BeFalse();
        ReadAll(log).Should().BeEmpty();
        log.ChangedAfter(0).IsCompleted.Should().BeFalse();
        file.FlushGate.Set();
        await appended;
        ReadAll(log).Should().ContainSingle();
    }

    [Fact]
    public async Task Appends_WhileAFlushRuns_ShareTheNextOneAndMergeDeltas()
    {
        var file = new MemoryLogFile();
        using var log = Open(file);
        var flushed = file.Flushes;
        file.FlushGate.Reset();

        var first = log.AppendAsync(Input("m1", "hello"));
        await Eventually.BeAsync(() => file.Length > RecordFormat.HeaderLength, "the first is written");
        List<Task> others = [];
        for (var i = 0; i < 100; i++)
        {
            others.Add(log.AppendAsync(Delta("m1", "x")));
        }

        others.Add(log.AppendAsync(Final("m1", "all")));
        file.FlushGate.Set();
        await Task.WhenAll([first, .. others]);

        file.Flushes.Should().Be(flushed + 2);
        ReadAll(log).Select(read => (read.Seq, read.Text)).Should().Equal((1, "hello"), (2, new string('x', 100)), (3, "all"));
    }

    [Fact]
    public async Task Open_AfterACrashAtAnyByte_HasAllThatWasFlushedAndReusesNoNumberThatWasSeen()
    {
        var file = new MemoryLogFile();
        ulong seen;
        using (var log = Open(file))
        {
            await log.AppendAsync(Input("m1", "hello"));
            await log.AppendAsync(Final("m1", "hi"));
            file.FlushGate.Reset();
            var unflushed = log.AppendAsync(Input("m2", "what is my cat called?"));
            await Eventually.BeAsync(() => file.AfterCrash(int.MaxValue).Length > file.AfterCrash().Length, "the last one is written");
            seen = log.Newest;

            var whole = file.AfterCrash(int.MaxValue);
            for (var kept = 0; kept <= whole.Length - file.AfterCrash().Length; kept++)
            {
                var reopenedFile = new MemoryLogFile(file.AfterCrash(kept));
                using var reopened = Open(reopenedFile);
                var survivors = ReadAll(reopened);

                survivors.Take(2).Select(read => read.Text).Should().Equal("hello", "hi");
                reopened.Newest.Should().BeGreaterThanOrEqualTo(seen);
                await reopened.AppendAsync(Input("m3", "next"));
                ReadAll(reopened).Select(read => read.Seq).Should().Equal(Enumerable.Range(1, survivors.Count + 1).Select(i => (ulong)i));
                ReadAll(Open(new MemoryLogFile(reopenedFile.AfterCrash()))).Should().HaveCount(survivors.Count + 1);
            }

            file.FlushGate.Set();
            await unflushed;
        }

        seen.Should().Be(2);
    }

    [Fact]
    public async Task Open_AnyByteOfTheTailChanged_CutsThereAndGoesOn()
    {
        var file = new MemoryLogFile();
        using (var log = Open(file))
        {
            await log.AppendAsync(Input("m1", "hello"));
            var keep = (int)file.Length;
            await log.AppendAsync(Final("m1", "hi"));
            var whole = file.AfterCrash();
            for (var position = keep; position < whole.Length; position++)
            {
                var damaged = (byte[])whole.Clone();
                damaged[position] ^= 0x41;
                using var reopened = Open(new MemoryLogFile(damaged));

                reopened.Cut.Should().Be(whole.Length - keep);
                ReadAll(reopened).Select(read => read.Text).Should().Equal("hello");
            }
        }
    }

    [Fact]
    public void Open_FileOfSomethingElse_IsRefusedAndLeftAlone()
    {
        var content = "this was written by another program"u8.ToArray();
        var file = new MemoryLogFile(content);

        var open = () => Open(file);

        open.Should().Throw<InvalidDataException>();
        file.AfterCrash().Should().Equal(content);
    }

    [Fact]
    public async Task Append_WhenTheDiskFails_FailsAndSoDoAllLaterOnes()
    {
        var file = new MemoryLogFile();
        using var log = Open(file);
        await log.AppendAsync(Input("m1", "hello"));
        var waiting = log.ChangedAfter(1);
        file.FlushFault = new IOException("no space left on device");

        await FluentActions.Awaiting(() => log.AppendAsync(Input("m2", "again"))).Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(() => log.AppendAsync(Input("m3", "and again"))).Should().ThrowAsync<IOException>();

        await waiting;
        log.Fault.Should().BeOfType<IOException>();
        ReadAll(log).Should().ContainSingle("what was flushed is still there");
    }

    [Fact]
    public async Task Cursor_FarBehind_ReadsFromTheIndexInBoundedPieces()
    {
        using var log = Open(new MemoryLogFile());
        var text = new string('x', 10_000);
        for (var i = 0; i < 60; i++)
        {
            await log.AppendAsync(Input($"m{i}", text));
        }

        var cursor = log.After(41);
        var first = cursor.Read(maxEvents: 5, maxChars: int.MaxValue, merge: true);
        var second = cursor.Read(maxEvents: 100, maxChars: 25_000, merge: true);
        var rest = cursor.Read(maxEvents: 100, maxChars: int.MaxValue, merge: true);

        first.Select(read => read.Seq).Should().Equal(42, 43, 44, 45, 46);
        second.Select(read => read.Seq).Should().Equal(47, 48, 49);
        rest.Select(read => read.Seq).Should().Equal(Enumerable.Range(50, 11).Select(i => (ulong)i));
    }

    [Fact]
    public async Task Cursor_Merging_JoinsDeltasOfOneRunOnlyAndKeepsTheLastNumber()
    {
        using var log = Open(new MemoryLogFile());
        foreach (var record in (LogRecord[])[Input("a", "?"), Delta("a", "1"), Delta("a", "2"), Delta("b", "3"), Final("b", "3"), Delta("b", "4"), Delta("b", "5")])
        {
            await log.AppendAsync(record);
        }

        var events = log.After(0).Read(100, int.MaxValue, merge: true);

        events.Select(read => (read.Seq, read.Run, read.Text)).Should().Equal(
            (1, "a", "?"), (3, "a", "12"), (4, "b", "3"), (5, "b", "3"), (7, "b", "45"));
    }

    [Fact]
    public async Task AnyHistory_CutAtAnyByteAndGoneOnWith_IsAPrefixAndThenWhatCameAfter()
    {
        var record = Gen.Select(Gen.Int[0, 3], Gen.String[Gen.Char.AlphaNumeric, 0, 300], (kind, text) => kind switch
        {
            0 => Input("r", text),
            1 => Delta("r", text),
            2 => Final("r", text),
            _ => new LogRecord { Event = new Event { Kind = Kind.Notice, Text = text }, Notice = "n" },
        });

        await Gen.Select(record.Array[0, 30], Gen.Double.Unit, record.Array[1, 5]).SampleAsync(
            async (before, cut, after) =>
            {
                var file = new MemoryLogFile();
                using var log = Open(file);
                foreach (var next in before)
                {
                    await log.AppendAsync(next);
                }

                var written = ReadAll(log).Select(read => (read.Seq, read.Kind, read.Text)).ToList();
                var whole = file.AfterCrash();
                using var reopened = Open(new MemoryLogFile(whole[..(int)(whole.Length * cut)]));
                var survivors = ReadAll(reopened).Select(read => (read.Seq, read.Kind, read.Text)).ToList();
                foreach (var next in after)
                {
                    await reopened.AppendAsync(next);
                }

                var all = ReadAll(reopened).Select(read => (read.Seq, read.Kind, read.Text)).ToList();
                return survivors.SequenceEqual(written.Take(survivors.Count))
                    && all.Take(survivors.Count).SequenceEqual(survivors)
                    && all.Skip(survivors.Count).Select(read => read.Text).SequenceEqual(after.Select(next => next.Event.Text))
                    && all.Select(read => read.Seq).SequenceEqual(Enumerable.Range(1, all.Count).Select(i => (ulong)i));
            },
            iter: 200, threads: 1);
    }

    [Fact]
    public async Task DiskFile_CutTail_IsKeptBesideTheLog()
    {
        var folder = Directory.CreateTempSubdirectory("smartbox-log-");
        try
        {
            var path = Path.Combine(folder.FullName, "main.log");
            using (var log = Open(DiskLogFile.Open(path)))
            {
                await log.AppendAsync(Input("m1", "hello"));
            }

            var length = new FileInfo(path).Length;
            await File.AppendAllTextAsync(path, "torn");
            using var reopened = Open(DiskLogFile.Open(path));

            reopened.Cut.Should().Be(4);
            new FileInfo(path).Length.Should().Be(length);
            (await File.ReadAllTextAsync($"{path}.cut-{length}")).Should().Be("torn");
            ReadAll(reopened).Should().ContainSingle();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private SessionLog Open(ILogFile file) => SessionLog.Open(file, _time, _ => { });

    private static IReadOnlyList<Event> ReadAll(SessionLog log) => log.After(0).Read(int.MaxValue, int.MaxValue, merge: false);

    private static LogRecord Input(string run, string text) => new() { Event = new Event { Run = run, Kind = Kind.Input, Text = text }, User = "alice" };

    private static LogRecord Delta(string run, string text) => new() { Event = new Event { Run = run, Kind = Kind.Delta, Text = text } };

    private static LogRecord Final(string run, string text) => new() { Event = new Event { Run = run, Kind = Kind.Final, Text = text } };
}

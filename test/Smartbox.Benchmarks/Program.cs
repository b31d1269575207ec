using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.ApiServer.Tests.Storage;
using Smartbox.Benchmarks;
using Smartbox.Benchmarks.ApiServer;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;

// Compares the state engine with restic on one machine, data set and kind of bucket (a folder), interleaved:
//   dotnet run -c Release --project test/Smartbox.Benchmarks -- [runs] [folder]
// restic is SMARTBOX_RESTIC or the one on the path. Ours runs as a process of its own for each step, as restic does.
// The API server, and its store alone:
//   dotnet run -c Release --project test/Smartbox.Benchmarks -- api-server
//   dotnet run -c Release --project test/Smartbox.Benchmarks -- api-store [kills]
const string password = "benchmark";
switch (args)
{
    case ["api-store", .. var kills]:
        return await ApiStoreBenchmark.RunAsync(kills is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 200);
    case ["api-server"]:
        return await ApiServerBenchmark.RunAsync();
    case [ServerProcess.Command, var served]:
        return await ServerProcess.ServeAsync(served);
    case [ApiStoreBenchmark.Writer, var store]:
        return await StoreKillLoop.WriteAsync(store);
}

if (args is ["step", var step, var work, var argument])
    return await StepAsync(step, work, argument);

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
var root = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "smartbox-benchmark");
var restic = Environment.GetEnvironmentVariable("SMARTBOX_RESTIC") is { Length: > 0 } named ? named : "restic";
var measures = new SortedDictionary<string, List<(Measure Ours, Measure Restic)>>(StringComparer.Ordinal);
for (var run = 0; run < runs; run++)
{
    if (Directory.Exists(root))
        Directory.Delete(root, recursive: true);
    foreach (var name in (string[])["box/state", "box/relay", "ours", "theirs"])
        Directory.CreateDirectory(Path.Combine(root, name));
    DataSet.Create(Path.Combine(root, "box/state"));
    Restic("init");
    Compare("1 first", () => Ours("snapshot", ""), () => Restic("backup", "state", "relay"));
    DataSet.Change(Path.Combine(root, "box/state"));
    Compare("2 change", () => Ours("snapshot", ""), () => Restic("backup", "state", "relay"));
    Compare("3 unchanged", () => Ours("scan", ""), () => Restic("backup", "state", "relay"));
    Compare("4 restore", () => Ours("restore", Path.Combine(root, "r1")), () => Restic("restore", "latest", "--target", Path.Combine(root, "r2")));
}

Console.WriteLine("step            wall (ours / restic, ratio)    CPU (ours / restic, ratio)     stored bytes          peak MiB");
foreach (var (name, list) in measures)
{
    var (ours, theirs) = (Median(list.Select(m => m.Ours)), Median(list.Select(m => m.Restic)));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-14} {ours.Wall,7:F2} s {theirs.Wall,7:F2} s  {ours.Wall / theirs.Wall,5:F2}   {ours.Cpu,7:F2} s {theirs.Cpu,7:F2} s  {ours.Cpu / theirs.Cpu,5:F2}   {ours.Bytes,11} {theirs.Bytes,11}   {ours.PeakMiB,4} {theirs.PeakMiB,4}"));
}

return 0;

void Compare(string name, Func<Measure> ours, Func<Measure> theirs)
{
    if (!measures.TryGetValue(name, out var list))
        measures[name] = list = [];
    list.Add((ours(), theirs()));
}

Measure Ours(string what, string argument) =>
    Run(Environment.ProcessPath!, ["step", what, root, argument], Path.Combine(root, "ours"));

Measure Restic(params string[] arguments) => Run(restic, ["--quiet", "--repo", Path.Combine(root, "theirs"), .. arguments], Path.Combine(root, "theirs"));

Measure Run(string program, string[] arguments, string repository)
{
    var before = SizeOf(repository);
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.Combine(root, "box") };
    start.Environment["RESTIC_PASSWORD"] = password;
    start.Environment["RESTIC_CACHE_DIR"] = Path.Combine(root, "restic-cache");
    var cpu = ChildProcesses.CpuSeconds();
    var clock = Stopwatch.StartNew();
    using var process = Process.Start(start)!;
    long peak = 0;
    while (!process.WaitForExit(20))
    {
        process.Refresh();
        peak = process.HasExited ? peak : Math.Max(peak, process.PeakWorkingSet64);
    }

    var wall = clock.Elapsed.TotalSeconds;
    if (process.ExitCode != 0)
        throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    return new Measure(wall, ChildProcesses.CpuSeconds() - cpu, SizeOf(repository) - before, peak >> 20);
}

static Measure Median(IEnumerable<Measure> all)
{
    var ordered = all.OrderBy(m => m.Wall).ToList();
    return ordered[ordered.Count / 2];
}

static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);

static async Task<int> StepAsync(string step, string work, string argument)
{
    var store = ObjectStoreFactory.Create(new ObjectStoreOptions { Folder = Path.Combine(work, "ours") }, TimeProvider.System);
    using var repository = await Repository.OpenOrCreateAsync(store, password, new RepositoryOptions(), default);
    var engine = new SnapshotEngine(
        repository,
        new SnapshotOptions
        {
            Roots = [new SnapshotRoot("/state", Path.Combine(work, "box/state")), new SnapshotRoot("/relay", Path.Combine(work, "box/relay"))],
            CacheFolder = Path.Combine(work, "cache"),
            Hostname = "benchmark",
        },
        TimeProvider.System,
        NullLogger<SnapshotEngine>.Instance);
    switch (step)
    {
        case "snapshot":
            await engine.SnapshotAsync(new SnapshotRequest(null, 1, []), default);
            return 0;
        case "scan":
            await engine.ScanAsync(default);
            return 0;
        default:
            var newest = (await repository.ListSnapshotsAsync(default)).MaxBy(s => s.Snapshot.Time);
            await engine.RestoreAsync(newest.Id, argument, default);
            return 0;
    }
}

internal sealed record Measure(double Wall, double Cpu, long Bytes, long PeakMiB);

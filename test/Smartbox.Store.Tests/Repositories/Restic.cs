using System.Diagnostics;

namespace Smartbox.Store.Tests.Repositories;

/// <summary>The restic program, the oracle of the format: <c>SMARTBOX_RESTIC</c>, or the one on the path.</summary>
internal sealed class Restic(string repository, string password)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static string? Program { get; } = Environment.GetEnvironmentVariable("SMARTBOX_RESTIC") is { Length: > 0 } named
        ? named
        : Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Select(f => Path.Combine(f, "restic")).FirstOrDefault(File.Exists);

    private static Lazy<Version> Version { get; } = new(() =>
    {
        using var process = Process.Start(new ProcessStartInfo(Program!, ["version"]) { RedirectStandardOutput = true })!;
        return System.Version.Parse(process.StandardOutput.ReadToEnd().Split(' ')[1]);
    });

    /// <summary>Where relative paths begin.</summary>
    public string WorkingFolder { get; init; } = "";

    public static void SkipWhereAbsent() => Skip.If(Program is null, "restic is not on the path and SMARTBOX_RESTIC does not name it.");

    /// <summary>For what restic does or writes since 0.17: snapshot summaries, link targets as bytes, <c>rewrite</c>, <c>repair index</c>, forgetting all of a tag.</summary>
    public static void SkipWhereOld()
    {
        SkipWhereAbsent();
        Skip.If(Version.Value < new Version(0, 17), $"restic {Version.Value} is older than 0.17.");
    }

    /// <summary>Runs restic and returns its standard output; fails the test with all it said when it does not succeed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await TryRunAsync(arguments);
        exitCode.Should().Be(0, "restic {0} should succeed, but said: {1}{2}", string.Join(' ', arguments), output, error);
        return output;
    }

    public async Task<(int ExitCode, string Output, string Error)> TryRunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program!, ["--no-cache", "--repo", repository, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingFolder,
        };
        start.Environment["RESTIC_PASSWORD"] = password;
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}

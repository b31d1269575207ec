using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Tests.Storage;

/// <summary>
/// A process that writes and says what was acknowledged, is killed with -9, and what it said is looked for. Also part of the benchmark program, hence no
/// assertions of a test framework.
/// </summary>
internal static class StoreKillLoop
{
    private const int Writers = 8;

    /// <summary>The process: it writes until it is killed. A line is <c>+ KEY REVISION</c>, <c>- KEY REVISION</c>, or <c>? KEY</c> before a removal.</summary>
    public static async Task<int> WriteAsync(string folder)
    {
        await using var store = await SqliteObjectStore.OpenAsync(new ObjectStoreOptions { Folder = folder }, default);
        using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(store, new ObjectKey("pods", "default", $"{store.Revision}-{w}"), Say))));
        return 0;

        void Say(string line)
        {
            lock (store)
                output.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
        }
    }

    /// <summary>Runs the process on a folder until it has acknowledged so many writes, kills it, and checks the store.</summary>
    /// <returns>How many acknowledged writes were checked.</returns>
    /// <exception cref="InvalidOperationException">Something acknowledged is gone, or the file is not in order.</exception>
    public static async Task<int> RoundAsync(string folder, ProcessStartInfo start, int acknowledged, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var lines = new List<string[]>();
        try
        {
            while (lines.Count(l => l[0] != "?") < acknowledged)
                lines.Add((await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The writer ended by itself.")).Split(' '));
        }
        finally
        {
            process.Kill();
        }

        // What it said between our last read and its end counts too; its very last line may be cut.
        var rest = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n')[..^1];
        await process.WaitForExitAsync(cancellationToken);
        lines.AddRange(rest.Select(l => l.Split(' ')));
        CheckFile(Path.Combine(folder, ObjectStoreOptions.FileName));
        await CheckAsync(folder, lines);
        return lines.Count(l => l[0] != "?");
    }

    private static async Task WriteAsync(SqliteObjectStore store, ObjectKey prefix, Action<string> say)
    {
        for (var i = 0; ; i++)
        {
            var key = prefix with { Name = $"{prefix.Name}-{i}" };
            var stored = await store.CreateAsync(key, Content(i), default);
            Acknowledge('+', stored);
            stored = await store.UpdateAsync(key, Content(i + 1), stored.Revision, default);
            Acknowledge('+', stored);
            if (i % 3 > 0)
            {
                say($"? {key.Name}");
                Acknowledge('-', await store.DeleteAsync(key, stored.Revision, default));
            }
        }

        void Acknowledge(char what, StoredObject stored) => say(string.Create(CultureInfo.InvariantCulture, $"{what} {stored.Key.Name} {stored.Revision}"));
    }

    private static JsonObject Content(int i) => new() { ["text"] = new string((char)('a' + (i % 26)), i * 97 % 5000) };

    private static async Task CheckAsync(string folder, List<string[]> lines)
    {
        await using var store = await SqliteObjectStore.OpenAsync(new ObjectStoreOptions { Folder = folder }, default);
        foreach (var history in lines.GroupBy(l => l[1]))
        {
            var last = history.Last();
            var stored = store.Get(new ObjectKey("pods", "default", history.Key));
            var isKept = last[0] switch
            {
                "-" => stored is null,
                "?" => true,
                _ => stored is not null && stored.Revision >= long.Parse(last[2], CultureInfo.InvariantCulture),
            };
            if (!isKept)
                throw new InvalidOperationException($"'{string.Join(' ', last)}' was acknowledged, and {stored?.Revision.ToString(CultureInfo.InvariantCulture) ?? "nothing"} is stored.");
        }

        var newest = lines.Where(l => l[0] != "?").Max(l => long.Parse(l[2], CultureInfo.InvariantCulture));
        if (store.Revision < newest)
            throw new InvalidOperationException($"Revision {newest} was acknowledged, and the store is at {store.Revision}.");
    }

    private static void CheckFile(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        if (command.ExecuteScalar() is not "ok" and var finding)
            throw new InvalidOperationException($"The file is not in order: {finding}");
    }
}

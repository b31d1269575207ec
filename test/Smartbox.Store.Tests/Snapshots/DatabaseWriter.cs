using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Smartbox.Store.Tests.Snapshots;

/// <summary>
/// A process that writes a database as fast as it can until its input ends. It must be another process: within one, closing any descriptor of a file
/// gives up all locks on it.
/// </summary>
internal sealed class DatabaseWriter : IDisposable
{
    private readonly Process _process;

    private DatabaseWriter(Process process) => _process = process;

    /// <summary>Starts it and waits for its first commit.</summary>
    public static async Task<DatabaseWriter> StartAsync(string path, string journalMode)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(DatabaseWriter).Assembly.Location, path, journalMode])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        (await process.StandardOutput.ReadLineAsync(deadline.Token)).Should().Be("writing");
        return new DatabaseWriter(process);
    }

    /// <summary>Ends it as a power cut would: nothing is cleaned up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>The other process.</summary>
    public static int Run(string[] arguments)
    {
        Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = arguments[0], Pooling = false }.ToString());
        connection.Open();
        Execute(connection, $"PRAGMA journal_mode={arguments[1]}; PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=50; PRAGMA busy_timeout=10000");
        Execute(connection, "CREATE TABLE IF NOT EXISTS memory (id INTEGER PRIMARY KEY, batch INTEGER, text TEXT); CREATE INDEX IF NOT EXISTS by_text ON memory (text)");
        var ended = Task.Run(Console.In.ReadToEnd);
        for (var batch = 0; !ended.IsCompleted; batch++)
        {
            // Each transaction writes ten rows: a state with another number of rows was never committed.
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
                BEGIN IMMEDIATE;
                DELETE FROM memory WHERE batch = {batch - 100};
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
                INSERT INTO memory (batch, text) SELECT {batch}, hex(randomblob(200)) FROM n;
                COMMIT;
                """));
            if (batch == 0)
            {
                using var output = Console.OpenStandardOutput();
                output.Write("writing\n"u8);
            }
        }

        return 0;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are this file's own
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

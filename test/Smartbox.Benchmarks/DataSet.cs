using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Smartbox.Benchmarks;

/// <summary>The state of a companion after some months: 2,000 notes, 20 logs, a database of 200 MB, 50 MB that do not compress; and a day's change of 1.2 %.</summary>
internal static class DataSet
{
    private static readonly string[] _words = [.. Enumerable.Range(0, 4000).Select(i => (i * 2654435761L % 100_000_000).ToString("x", CultureInfo.InvariantCulture))];

    public static void Create(string folder)
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var sub = Directory.CreateDirectory(Path.Combine(folder, $"notes/{i % 40}"));
            File.WriteAllText(Path.Combine(sub.FullName, $"{i}.{(i % 2 == 0 ? "md" : "json")}"), Text(random, random.Next(1_000, 50_000)));
        }

        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        for (var i = 0; i < 20; i++)
            File.WriteAllText(Path.Combine(folder, $"logs/{i}.jsonl"), Lines(random, random.Next(5_000_000, 20_000_000)));
        var noise = new byte[50_000_000];
        random.NextBytes(noise);
        File.WriteAllBytes(Path.Combine(folder, "media.bin"), noise);
        Batteries_V2.Init();
        Execute(folder, "PRAGMA journal_mode=WAL; CREATE TABLE memory (id INTEGER PRIMARY KEY, text TEXT)");
        Execute(folder, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 245000) INSERT INTO memory (text) SELECT hex(randomblob(100)) || i || hex(zeroblob(300)) FROM n");
    }

    public static void Change(string folder)
    {
        var random = new Random(2);
        for (var i = 0; i < 24; i++)
            File.AppendAllText(Path.Combine(folder, $"notes/{i % 40}/{i * 40 + (i % 40)}.md"), Text(random, 2_000));
        for (var i = 0; i < 20; i++)
            File.AppendAllText(Path.Combine(folder, $"logs/{i}.jsonl"), Lines(random, 100_000));
        Execute(folder, "UPDATE memory SET text = hex(randomblob(100)) || text WHERE id BETWEEN 100000 AND 102000");
    }

    private static void Execute(string folder, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "memory.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are this file's own
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Text(Random random, int length)
    {
        var text = new StringBuilder(length + 10);
        while (text.Length < length)
            text.Append(_words[random.Next(_words.Length)]).Append(random.Next(12) == 0 ? '\n' : ' ');
        return text.ToString();
    }

    private static string Lines(Random random, int length)
    {
        var text = new StringBuilder(length + 300);
        for (var i = 0; text.Length < length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{{\"seq\":{i},\"role\":\"user\",\"text\":\"{Text(random, 150).ReplaceLineEndings(" ")}\"}}\n");
        return text.ToString();
    }
}

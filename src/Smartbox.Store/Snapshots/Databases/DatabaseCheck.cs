namespace Smartbox.Store.Snapshots.Databases;

/// <summary>Asks SQLite whether a restored database is whole.</summary>
internal static class DatabaseCheck
{
    private const long BigDatabase = 256L << 20;

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Run(ReadOnlySpan<byte> realPath, long length)
    {
        try
        {
            using var connection = SqliteConnection.OpenImmutable(realPath);
            var answer = connection.QueryText(length > BigDatabase ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)");
            return answer == "ok" ? null : answer ?? "no answer";
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }
}

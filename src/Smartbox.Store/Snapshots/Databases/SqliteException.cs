using SQLitePCL;

namespace Smartbox.Store.Snapshots.Databases;

/// <summary>SQLite refused.</summary>
internal sealed class SqliteException(int code, string action)
    : StoreException($"SQLite cannot {action}: {raw.sqlite3_errstr(code).utf8_to_string()} ({code}).", null)
{
    public int Code { get; } = code;

    /// <summary>Without the details in the upper bits.</summary>
    public int PrimaryCode => Code & 0xff;

    /// <summary>The file is no database, is encrypted, or is damaged: another try would say the same.</summary>
    public bool IsContent => PrimaryCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT;
}

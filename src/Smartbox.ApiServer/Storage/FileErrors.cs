using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Smartbox.ApiServer.Storage;

/// <summary>SQLite's errors as sentences: what, where, and what to do.</summary>
internal static class FileErrors
{
    /// <summary>Whether it is unknown what is on the disk: after a failed fsync the kernel may take lost pages for written, and the next one succeeds without them.</summary>
    public static bool IsUnconfirmed(SqliteException e) => e.SqliteExtendedErrorCode is raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_DIR_FSYNC;

    public static ObjectStoreException Explain(string path, SqliteException e, string what) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"{path} is in use by another process. Stop that one first, or choose another folder.", e),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damage(path, e.Message, e),
        raw.SQLITE_FULL => new($"{path} has no room: the disk is full, or the file has reached its largest size. Delete objects or free space.", e),
        _ => new($"{path} cannot be {what}: {e.Message}", e),
    };

    public static ObjectStoreException Damage(string path, string what, Exception? e = null) =>
        new($"{path} is damaged ({what}). Put a copy of it back, or move it and the files beside it away to begin with an empty store.", e);
}

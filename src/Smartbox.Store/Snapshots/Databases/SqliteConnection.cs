using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Smartbox.Store.Snapshots.Databases;

/// <summary>A connection by a path of bytes; ADO.NET knows only paths that are text.</summary>
internal sealed class SqliteConnection : IDisposable
{
    /// <summary>Refuses symbolic links anywhere in the path.</summary>
    private const int OpenNoFollow = 0x01000000;

    private const int OpenExtendedResults = 0x02000000;
    private const int BusyTimeoutMilliseconds = 2000;

    private static readonly SearchValues<byte> _unreserved = SearchValues.Create("/-_.~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly sqlite3 _connection;

    static SqliteConnection() => Batteries_V2.Init();

    private SqliteConnection(ReadOnlySpan<byte> path, int flags, string query)
    {
        var code = raw.sqlite3_open_v2(Uri(path) + query, out _connection, flags | raw.SQLITE_OPEN_URI | OpenNoFollow | OpenExtendedResults, null);
        try
        {
            Check(code, "open the database");
            Check(raw.sqlite3_busy_timeout(_connection, BusyTimeoutMilliseconds), "set a timeout");
        }
        catch (SqliteException)
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Beside its writers, under SQLite's locks.</summary>
    public static SqliteConnection OpenReadOnly(ReadOnlySpan<byte> realPath) => new(realPath, raw.SQLITE_OPEN_READONLY, "?mode=ro");

    /// <summary>A file that nobody writes: without locks, and without making files beside it.</summary>
    public static SqliteConnection OpenImmutable(ReadOnlySpan<byte> realPath) => new(realPath, raw.SQLITE_OPEN_READONLY, "?immutable=1");

    /// <summary>A file of our own.</summary>
    public static SqliteConnection OpenOrCreate(ReadOnlySpan<byte> realPath) => new(realPath, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, "");

    public void Execute(string sql) => Check(raw.sqlite3_exec(_connection, sql), "execute a statement");

    /// <summary>First column of the first row.</summary>
    public string? QueryText(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_connection, sql, out var statement), "prepare a statement");
        using (statement)
        {
            var code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_DONE)
                return null;
            Check(code == raw.SQLITE_ROW ? raw.SQLITE_OK : code, "read the database");
            return raw.sqlite3_column_text(statement, 0).utf8_to_string();
        }
    }

    /// <summary>Copies everything in one step, which is one read transaction: the copy is a state that was committed.</summary>
    public void BackupTo(SqliteConnection target)
    {
        var backup = raw.sqlite3_backup_init(target._connection, "main", _connection, "main");
        if (backup is null || backup.IsInvalid)
            throw new SqliteException(raw.sqlite3_extended_errcode(target._connection), "begin a copy");
        var code = raw.sqlite3_backup_step(backup, -1);
        var finished = raw.sqlite3_backup_finish(backup);
        Check(code == raw.SQLITE_DONE ? finished : code, "copy the database");
    }

    public void Dispose() => _connection.Dispose();

    private static void Check(int code, string action)
    {
        if (code != raw.SQLITE_OK)
            throw new SqliteException(code, action);
    }

    private static string Uri(ReadOnlySpan<byte> path)
    {
        var uri = new StringBuilder("file:", path.Length + 16);
        foreach (var c in path)
        {
            if (_unreserved.Contains(c))
                uri.Append((char)c);
            else
                uri.Append('%').Append(c.ToString("X2", null));
        }

        return uri.ToString();
    }
}

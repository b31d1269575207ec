using Microsoft.Data.Sqlite;

namespace Smartbox.Companion.State;

/// <summary>The companion's SQLite file. Every write is on the disk when its call returns (WAL, <c>synchronous=FULL</c>).</summary>
internal sealed class CompanionDatabase : IDisposable
{
    public const string FileName = "companion.db";

    private const int SchemaVersion = 1;

    private const string Schema = """
        CREATE TABLE runs (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            session TEXT NOT NULL,
            run TEXT NOT NULL,
            user TEXT NOT NULL,
            text TEXT NOT NULL,
            asked_at INTEGER NOT NULL,
            answer TEXT,
            answered_at INTEGER,
            UNIQUE (session, run));
        CREATE TABLE facts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            topic TEXT COLLATE NOCASE UNIQUE,
            text TEXT NOT NULL COLLATE NOCASE UNIQUE,
            learned_at INTEGER NOT NULL);
        CREATE TABLE reminders (
            id TEXT PRIMARY KEY,
            session TEXT NOT NULL,
            run TEXT NOT NULL,
            text TEXT NOT NULL,
            due_at INTEGER NOT NULL,
            acknowledged_at INTEGER);
        CREATE INDEX reminders_open ON reminders (due_at) WHERE acknowledged_at IS NULL;
        CREATE INDEX reminders_of_run ON reminders (session, run);
        """;

    // One connection: SQLite has one writer anyway, and the statements are short.
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private CompanionDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or creates the database of a folder.</summary>
    /// <exception cref="CompanionException">It cannot be read or was written by a newer companion. It is never replaced by an empty one.</exception>
    public static CompanionDatabase Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(folder);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
            connection.Open();
            var database = new CompanionDatabase(connection);
            database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-1024;");
            database.Migrate(path);
            return database;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw new CompanionException($"The database {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Runs a statement and returns the number of changed rows.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            return command.ExecuteNonQuery();
        }
    }

    /// <summary>Runs a query and maps its rows.</summary>
    public IReadOnlyList<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(map(reader));
            }

            return rows;
        }
    }

    /// <summary>Runs several statements as one: all of them are on the disk afterwards, or none.</summary>
    public T InTransaction<T>(Func<T> work)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            var result = work();
            transaction.Commit();
            return result;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private void Migrate(string path)
    {
        var version = Query("PRAGMA user_version", row => row.GetInt32(0))[0];
        if (version > SchemaVersion)
        {
            throw new CompanionException($"The database {path} has schema {version}; this companion knows {SchemaVersion}. Run a newer companion.");
        }

        if (version == 0)
        {
            InTransaction(() => Execute(Schema + $"PRAGMA user_version={SchemaVersion};"));
        }
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this program; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}

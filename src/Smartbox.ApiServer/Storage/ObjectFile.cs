using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Smartbox.ApiServer.Storage;

/// <summary>The SQLite file. Used by one thread at a time.</summary>
internal sealed class ObjectFile : IDisposable
{
    private const int SchemaVersion = 1;

    /// <summary>Marks the file as ours: "sbox".</summary>
    private const int ApplicationId = 0x73626f78;

    /// <summary>Where revisions begin: not at 1, so that nobody takes a revision for a generation or a count.</summary>
    private const long FirstRevision = 1000;

    private const string Schema = """
        CREATE TABLE objects (
            resource TEXT NOT NULL,
            namespace TEXT NOT NULL,
            name TEXT NOT NULL,
            revision INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (resource, namespace, name));
        CREATE TABLE latest (revision INTEGER NOT NULL);
        """;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _remove;
    private readonly SqliteCommand _advance;
    private ObjectStoreException? _lost;

    static ObjectFile() => Batteries_V2.Init();

    private ObjectFile(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        _put = Prepare(
            """
            INSERT INTO objects (resource, namespace, name, revision, json) VALUES (@resource, @namespace, @name, @revision, CAST(@json AS TEXT))
            ON CONFLICT DO UPDATE SET revision = excluded.revision, json = excluded.json
            """,
            ("@resource", SqliteType.Text), ("@namespace", SqliteType.Text), ("@name", SqliteType.Text), ("@revision", SqliteType.Integer), ("@json", SqliteType.Blob));
        _remove = Prepare(
            "DELETE FROM objects WHERE resource = @resource AND namespace = @namespace AND name = @name",
            ("@resource", SqliteType.Text), ("@namespace", SqliteType.Text), ("@name", SqliteType.Text));
        _advance = Prepare("UPDATE latest SET revision = @revision", ("@revision", SqliteType.Integer));
    }

    /// <summary>Opens or creates the file, for this process alone.</summary>
    /// <exception cref="ObjectStoreException">Another process has it, it is damaged, or it is of a newer version. It is never replaced by an empty one.</exception>
    public static ObjectFile Open(string path, long maxBytes)
    {
        // Not pooled: closing must let go of the file. A process that was just killed has its locks for a moment longer, hence the second.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();

            // Exclusive before WAL: the lock is the kernel's and ends with the process, and no index is shared through a third file.
            Execute(connection, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
            Migrate(path, connection);
            Execute(connection, $"PRAGMA max_page_count={maxBytes / Number(connection, "PRAGMA page_size")}");
            return new ObjectFile(path, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw FileErrors.Explain(path, e, "opened");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads everything.</summary>
    /// <exception cref="ObjectStoreException">It cannot be read, or holds what no store wrote.</exception>
    public ObjectSnapshot Load()
    {
        try
        {
            var latest = Number(_connection, "SELECT revision FROM latest");
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT resource, namespace, name, revision, json FROM objects";
            using var reader = command.ExecuteReader();
            var objects = new List<StoredObject>();
            while (reader.Read())
            {
                var key = new ObjectKey(string.Intern(reader.GetString(0)), reader.GetString(1), reader.GetString(2));
                objects.Add(Checked(key, reader.GetInt64(3), reader.GetFieldValue<byte[]>(4), latest));
            }

            return ObjectSnapshot.Of(latest, objects);
        }
        catch (SqliteException e)
        {
            throw FileErrors.Explain(_path, e, "read");
        }
    }

    /// <summary>Writes changes as one transaction, which is on the disk when this returns and has left nothing when it throws.</summary>
    /// <exception cref="ObjectStoreException">It could not be written.</exception>
    public void Commit(IReadOnlyList<ObjectChange> changes)
    {
        if (_lost is not null)
            throw _lost;
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var change in changes)
                Write(change, transaction);
            _advance.Transaction = transaction;
            _advance.Parameters[0].Value = changes[^1].Current.Revision;
            _advance.ExecuteNonQuery();
            transaction.Commit();
        }
        catch (SqliteException e) when (FileErrors.IsUnconfirmed(e))
        {
            throw _lost = new ObjectStoreException($"The disk of {_path} did not confirm a write, so nothing more is written. Look after the disk, then start again.", e);
        }
        catch (SqliteException e)
        {
            throw FileErrors.Explain(_path, e, "written");
        }
    }

    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
        _advance.Dispose();
        _connection.Dispose();
    }

    private void Write(ObjectChange change, SqliteTransaction transaction)
    {
        var command = change.IsDeleted ? _remove : _put;
        command.Transaction = transaction;
        var current = change.Current;
        command.Parameters[0].Value = current.Key.Resource;
        command.Parameters[1].Value = current.Key.Namespace;
        command.Parameters[2].Value = current.Key.Name;
        if (!change.IsDeleted)
        {
            command.Parameters[3].Value = current.Revision;
            command.Parameters[4].Value = MemoryMarshal.TryGetArray(current.Json, out var json) && json.Count == json.Array!.Length ? json.Array : current.Json.ToArray();
        }

        command.ExecuteNonQuery();
    }

    private StoredObject Checked(ObjectKey key, long revision, byte[] json, long latest)
    {
        try
        {
            var stored = ObjectContent.From(json).At(key, revision);
            if (revision <= latest && stored.Json.Span.SequenceEqual(json))
                return stored;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw FileErrors.Damage(_path, $"{key} is not an object: {e.Message}", e);
        }

        throw FileErrors.Damage(_path, $"{key} is of revision {revision} by the table, but not by its content or the latest revision {latest}");
    }

    private static void Migrate(string path, SqliteConnection connection)
    {
        // The first statement that takes the lock.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Number(connection, "PRAGMA user_version");
        var application = Number(connection, "PRAGMA application_id");
        if (version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            Execute(connection, $"{Schema} INSERT INTO latest VALUES ({FirstRevision}); PRAGMA user_version={SchemaVersion}; PRAGMA application_id={ApplicationId}");
            transaction.Commit();
            return;
        }

        if (application != ApplicationId)
            throw new ObjectStoreException($"{path} is a database of another program. Choose another folder.");
        if (version > SchemaVersion)
            throw new ObjectStoreException($"{path} has schema {version}; this program knows {SchemaVersion}. Run a newer smartbox.");
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this file
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<(string Name, SqliteType Type)> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, type) in parameters)
            command.Parameters.Add(name, type);
        command.Prepare();
        return command;
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Smartbox.Store.Tests.Snapshots;

/// <summary>Databases in tests.</summary>
internal static class Database
{
    static Database() => Batteries_V2.Init();

    public static SqliteConnection Open(string path, bool readOnly = false)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        }.ToString());
        connection.Open();
        return connection;
    }

    public static string Query(string path, string sql)
    {
        using var connection = Open(path);
        return Query(connection, sql);
    }

    public static string Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are the tests' own
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Makes a database with as many rows.</summary>
    public static void Create(string path, string journalMode, int rows)
    {
        using var connection = Open(path);
        Query(connection, $"PRAGMA journal_mode={journalMode}");
        Query(connection, $"CREATE TABLE t (v TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) INSERT INTO t SELECT hex(randomblob(100)) FROM n");
    }
}

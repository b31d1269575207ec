using System.Text.Json;

namespace Smartbox.Local.Folders;

/// <summary>One process at a time uses a folder. The lock is the kernel's, so it ends with the process however that ends.</summary>
/// <remarks>Who has it stands in a file beside it: .NET opens no file that another process has locked, not even to read it.</remarks>
public sealed class InstallationLock : IDisposable
{
    /// <summary>EWOULDBLOCK, Linux's answer when the lock is taken.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private InstallationLock(FileStream file) => _file = file;

    /// <exception cref="LocalException">Somebody else has it; the message says who.</exception>
    public static InstallationLock Take(LocalFolder folder, TimeProvider time)
    {
        try
        {
            var file = Open(folder);
            var written = folder.LockHolder + ".new";
            File.WriteAllText(written, JsonSerializer.Serialize(new LockHolder(Environment.ProcessId, time.GetUtcNow())));
            File.Move(written, folder.LockHolder, overwrite: true);
            return new InstallationLock(file);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            var holder = Read(folder);
            var who = holder is null ? "another process" : $"process {holder.ProcessId} since {holder.Since.ToLocalTime():yyyy-MM-dd HH:mm:ss}";
            throw new LocalException($"The folder {folder.Root} is in use by {who}. `smartbox local down` ends it; another --dir is another installation.", e);
        }
    }

    /// <summary>Who uses the folder now; null when nobody does.</summary>
    public static LockHolder? Holder(LocalFolder folder)
    {
        if (!File.Exists(folder.Lock))
        {
            return null;
        }

        try
        {
            Open(folder).Dispose();
            return null;
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            // Taken, and not yet written to, for a moment.
            return Read(folder) ?? new LockHolder(0, default);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(LocalFolder folder) => new(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1024);

    private static LockHolder? Read(LocalFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<LockHolder>(File.ReadAllText(folder.LockHolder));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}

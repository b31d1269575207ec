using System.Text.Json;

namespace Smartbox.Local.Folders;

/// <summary>What runs in a folder, for other processes; and what ran last, so that addresses stay the same.</summary>
public sealed record InstallationState
{
    /// <summary>The process that wrote it: with another holder of the lock it is about an earlier run.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The API server, <c>https://127.0.0.1:PORT</c>.</summary>
    public required Uri Api { get; init; }

    /// <summary>The gateway, <c>http://127.0.0.1:PORT</c>; null before it was started.</summary>
    public Uri? Gateway { get; init; }

    /// <summary>Whether all has started.</summary>
    public bool IsReady { get; init; }

    /// <returns>null when there is none.</returns>
    public static InstallationState? Read(LocalFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<InstallationState>(File.ReadAllBytes(folder.State));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The state of what runs now; null when nothing does, or is not ready.</summary>
    public static InstallationState? Running(LocalFolder folder) =>
        InstallationLock.Holder(folder) is { } holder && Read(folder) is { IsReady: true } state && state.ProcessId == holder.ProcessId ? state : null;

    internal void Write(LocalFolder folder)
    {
        var next = folder.State + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(next, folder.State, overwrite: true);
    }
}

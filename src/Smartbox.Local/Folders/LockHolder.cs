namespace Smartbox.Local.Folders;

/// <summary>Who uses a folder.</summary>
/// <param name="ProcessId">Its process.</param>
/// <param name="Since">Since when.</param>
public sealed record LockHolder(int ProcessId, DateTimeOffset Since);

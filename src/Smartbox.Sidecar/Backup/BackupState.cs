using Google.Protobuf.WellKnownTypes;
using Smartbox.Protocol.Control.V1;
using Smartbox.Sidecar.Volume;

namespace Smartbox.Sidecar.Backup;

/// <summary>What the backup knows of itself, as the operator reads it. The loop writes, calls read.</summary>
internal sealed class BackupState(long epoch)
{
    /// <summary>Guards the fields below, so that a reader sees one moment.</summary>
    private readonly Lock _lock = new();
    private SnapshotRecord? _last;
    private DateTimeOffset? _firstRecoverable;
    private DateTimeOffset? _pendingSince;
    private string? _held;
    private string? _error;
    private uint _failures;
    private bool _uploading;
    private bool _scanned;

    public uint Failures
    {
        get
        {
            lock (_lock)
            {
                return _failures;
            }
        }
    }

    public DateTimeOffset? PendingSince
    {
        get
        {
            lock (_lock)
            {
                return _pendingSince;
            }
        }
    }

    /// <summary>Nothing changed since the last snapshot; a held state stays pending.</summary>
    public void Clean()
    {
        lock (_lock)
        {
            _scanned = true;
            _pendingSince = _held is null ? null : _pendingSince;
            _failures = 0;
            _error = null;
        }
    }

    /// <summary>Something changed after <paramref name="since"/>, unless an older change waits already.</summary>
    public void Changed(DateTimeOffset since)
    {
        lock (_lock)
        {
            _scanned = true;
            _pendingSince ??= since;
        }
    }

    public void Uploading()
    {
        lock (_lock)
        {
            _uploading = true;
        }
    }

    /// <summary>A try ended with an error, which is a sentence without secrets.</summary>
    public void Failed(string error)
    {
        lock (_lock)
        {
            _uploading = false;
            _failures++;
            _error = error;
        }
    }

    /// <summary>A snapshot is in the bucket.</summary>
    /// <param name="marker">Lineage that includes it.</param>
    /// <param name="held">Why it is held; null when it is the latest.</param>
    /// <param name="pendingSince">Since when something waits that it does not hold; null when nothing does.</param>
    public void Snapshotted(Marker marker, string? held, DateTimeOffset? pendingSince)
    {
        lock (_lock)
        {
            _uploading = false;
            _failures = 0;
            _error = null;
            _held = held;
            _last = marker.LastSnapshot;
            _firstRecoverable = marker.FirstRecoverable;
            _pendingSince = held is null ? pendingSince : _pendingSince ?? marker.HeldSince;
        }
    }

    /// <summary>Takes over what an earlier container of this volume left.</summary>
    public void Resume(Marker marker)
    {
        lock (_lock)
        {
            _last = marker.LastSnapshot;
            _firstRecoverable = marker.FirstRecoverable;
            _pendingSince = marker.HeldSince;
            _held = marker.HeldSince is { } since ? $"Snapshots are held since {since:u} because the state shrank suddenly." : null;
        }
    }

    public BackupStatus ToStatus(long requests)
    {
        lock (_lock)
        {
            return new BackupStatus
            {
                State = _failures > 0 ? BackupStatus.Types.State.Failing
                    : _uploading ? BackupStatus.Types.State.Uploading
                    : _held is not null ? BackupStatus.Types.State.Held
                    : _pendingSince is not null ? BackupStatus.Types.State.Pending
                    : !_scanned ? BackupStatus.Types.State.Unspecified
                    : BackupStatus.Types.State.Current,
                LastSnapshot = _last is null ? null : new SnapshotInfo
                {
                    Id = _last.Id,
                    Time = Timestamp.FromDateTimeOffset(_last.Time),
                    Files = (ulong)_last.Files,
                    Bytes = (ulong)_last.Bytes,
                    AddedBytes = (ulong)_last.AddedBytes,
                },
                OldestPendingChange = ToTimestamp(_pendingSince),
                ConsecutiveFailures = _failures,
                Error = _error ?? _held ?? "",
                Epoch = (ulong)epoch,
                FirstRecoverable = ToTimestamp(_firstRecoverable),
                Requests = (ulong)requests,
            };
        }
    }

    private static Timestamp? ToTimestamp(DateTimeOffset? time) => time is { } value ? Timestamp.FromDateTimeOffset(value) : null;
}

using Smartbox.Operator.Backup;

namespace Smartbox.Operator.Boxes;

/// <summary>What the operator remembers of a box between two visits. Losing it costs a little time and never a right answer.</summary>
internal sealed class BoxMemory(string uid, IBackupControl control, BackupOptions options, TimeProvider time, Func<double> random)
{
    public string Uid { get; } = uid;

    public RestartBackoff Backoff { get; } = new(time);

    public BackupPoll Poll { get; } = new(control, options, time, random);

    public LastSnapshot LastSnapshot { get; } = new(control, options, time);

    /// <summary>An epoch that is in status and that no pod was made with for certain: the next try uses it.</summary>
    public long? UnusedEpoch { get; set; }

    /// <summary>When the copy of the bucket's keys is next compared with its source.</summary>
    public DateTimeOffset NextCredentialCheck { get; set; } = time.GetUtcNow() + (TimeSpan.FromMinutes(5) * random());
}

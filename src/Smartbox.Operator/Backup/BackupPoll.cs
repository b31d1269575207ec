using Smartbox.Operator.Boxes;

namespace Smartbox.Operator.Backup;

/// <summary>When one box's backup container is asked, and what it said last. Used by one reconcile at a time.</summary>
internal sealed class BackupPoll(IBackupControl control, BackupOptions options, TimeProvider time, Func<double> random)
{
    private string? _podUid;
    private Task<BackupReport>? _question;
    private TimeSpan _interval = options.MinPollInterval;
    private DateTimeOffset _next;
    private int _unanswered;

    /// <summary>The last answer of the present pod; null before the first.</summary>
    public BackupReport? Report { get; private set; }

    /// <summary>Why the container does not answer; null while it does.</summary>
    public string? Unreachable { get; private set; }

    /// <summary>Asks if it is time.</summary>
    /// <param name="podUid">The pod; another one starts afresh.</param>
    /// <param name="target">Its backup container.</param>
    /// <param name="isYoung">The pod started just now, as against one that ran before this operator did.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>When to come again.</returns>
    public async Task<TimeSpan> VisitAsync(string podUid, BackupTarget target, bool isYoung, CancellationToken cancellationToken)
    {
        Follow(podUid, isYoung);
        if (_question is null && time.GetUtcNow() >= _next)
        {
            _question = control.GetStatusAsync(target, cancellationToken);
        }

        if (_question is null)
        {
            return _next - time.GetUtcNow();
        }

        if (!await Waiting.ForAsync(_question, options.Patience, time, cancellationToken))
        {
            return options.Patience;
        }

        Take(_question);
        _question = null;
        return _next - time.GetUtcNow();
    }

    /// <summary>A report that came another way, from a snapshot that was asked for.</summary>
    public void Accept(string podUid, BackupReport report)
    {
        Follow(podUid, isYoung: true);
        Answered(report);
    }

    /// <summary>Forgets a pod that is gone.</summary>
    public void Forget()
    {
        _podUid = null;
        _question = null;
        Report = null;
        Unreachable = null;
    }

    private void Follow(string podUid, bool isYoung)
    {
        if (_podUid == podUid)
        {
            return;
        }

        Forget();
        _podUid = podUid;
        _unanswered = 0;
        _interval = options.MinPollInterval;
        _next = time.GetUtcNow() + (isYoung ? options.FirstPoll : options.Spread * random());
    }

    private void Take(Task<BackupReport> question)
    {
        if (question.IsCompletedSuccessfully)
        {
            Metrics.Polls.WithLabels("answered").Inc();
#pragma warning disable RS0030 // the task has completed
            Answered(question.Result);
#pragma warning restore RS0030
            return;
        }

        Metrics.Polls.WithLabels("unanswered").Inc();
        _unanswered++;
        if (_unanswered >= options.UnreachableAfter)
        {
            Unreachable = question.Exception?.GetBaseException().Message ?? "the question was cancelled";
        }

        Schedule(options.MinPollInterval);
    }

    private void Answered(BackupReport report)
    {
        var nothingNew = report.IsSettled && Report is { IsSettled: true } before && before.LastSnapshot?.Id == report.LastSnapshot?.Id;
        var doubled = _interval * 2;
        Report = report;
        Unreachable = null;
        _unanswered = 0;
        Schedule(nothingNew ? (doubled < options.MaxPollInterval ? doubled : options.MaxPollInterval) : options.MinPollInterval);
    }

    private void Schedule(TimeSpan interval)
    {
        _interval = interval;
        _next = time.GetUtcNow() + (interval * (1 - (0.2 * random())));
    }
}

namespace Smartbox.Kubernetes.Informers;

/// <summary>An informer, whatever its kind.</summary>
internal interface IInformer
{
    Type EntityType { get; }

    Task Synced { get; }

    /// <inheritdoc cref="Controllers.IOperatorHealth.LastWatchActivity"/>
    DateTimeOffset? LastActivity { get; }

    /// <summary>Time without any progress of the quietest watch.</summary>
    TimeSpan Idle { get; }

    /// <summary>A cached object that somebody changed; null when there is none, or nobody looks.</summary>
    EntityKey? FindMutation();

    /// <summary>Lists and watches until the end.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Puts the answer to an own write into the store.</summary>
    void Written(byte[] answer);

    /// <summary>Puts the answer to an own delete into the store.</summary>
    void Deleted(EntityKey key, byte[] answer);
}

namespace Smartbox.Kubernetes.Events;

/// <summary>An event that was written, and how often it has happened since.</summary>
internal sealed class EventSeries(string name, DateTimeOffset time)
{
    public string Name { get; } = name;

    public int Count { get; set; } = 1;

    public int WrittenCount { get; set; } = 1;

    public DateTimeOffset LastObserved { get; set; } = time;

    public DateTimeOffset LastWritten { get; set; } = time;
}

namespace Smartbox.Cli.Objects;

/// <summary>Which objects, and how they are shown.</summary>
/// <param name="Targets">Kinds or single objects.</param>
/// <param name="Namespace">Namespace; null for all.</param>
internal sealed record ObjectQuery(IReadOnlyList<ObjectTarget> Targets, string? Namespace)
{
    /// <summary>Label selector.</summary>
    public string? Selector { get; init; }

    /// <value>null (a table), <c>wide</c>, <c>json</c>, <c>yaml</c> or <c>name</c>.</value>
    public string? Output { get; init; }

    public bool IsTable => Output is null or "wide";
}

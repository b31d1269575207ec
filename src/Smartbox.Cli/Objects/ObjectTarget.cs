namespace Smartbox.Cli.Objects;

/// <summary>What a command line names.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Name">One object; null: all of the kind.</param>
internal sealed record ObjectTarget(ResourceKind Kind, string? Name)
{
    /// <summary>Selects the one object in a list; null for all.</summary>
    public string? FieldSelector => Name is null ? null : $"metadata.name={Name}";
}

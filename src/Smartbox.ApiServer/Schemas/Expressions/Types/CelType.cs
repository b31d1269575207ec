namespace Smartbox.ApiServer.Schemas.Expressions.Types;

/// <summary>A type of the Common Expression Language, with the name that messages use.</summary>
/// <remarks>Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#values.</remarks>
/// <param name="Name">Name without parameters.</param>
/// <param name="Arguments">What a list, a map, or an optional is of.</param>
internal record CelType(string Name, params IReadOnlyList<CelType> Arguments)
{
    /// <summary>Known only when the expression runs.</summary>
    public static CelType Dyn { get; } = new("dyn");

    /// <summary>Of an expression that has been refused: it goes with everything, so that one mistake is told once.</summary>
    public static CelType Error { get; } = new("error");

    public static CelType Null { get; } = new("null");

    public static CelType Bool { get; } = new("bool");

    public static CelType Int { get; } = new("int");

    public static CelType Uint { get; } = new("uint");

    public static CelType Double { get; } = new("double");

    public static CelType String { get; } = new("string");

    public static CelType Bytes { get; } = new("bytes");

    public static CelType Timestamp { get; } = new("timestamp");

    public static CelType Duration { get; } = new("duration");

    public static CelType Type { get; } = new("type");

    public static CelType Quantity { get; } = new("kubernetes.Quantity");

    public static CelType Url { get; } = new("kubernetes.URL");

    public static CelType Ip { get; } = new("net.IP");

    public static CelType Cidr { get; } = new("net.CIDR");

    /// <summary>A parameter of a generic function.</summary>
    public static CelType A { get; } = new TypeParameter("A");

    /// <inheritdoc cref="A"/>
    public static CelType B { get; } = new TypeParameter("B");

    /// <summary>What a list or an optional holds, or the keys of a map.</summary>
    public CelType Inner => Arguments.Count > 0 ? Arguments[0] : Dyn;

    public bool IsDynamic => ReferenceEquals(this, Dyn) || ReferenceEquals(this, Error);

    public static CelType ListOf(CelType item) => new("list", item);

    public static CelType MapOf(CelType key, CelType value) => new("map", key, value);

    public static CelType OptionalOf(CelType value) => new("optional_type", value);

    public virtual bool Equals(CelType? other) => other is not null && EqualityContract == other.EqualityContract && Name == other.Name && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public sealed override string ToString() => Arguments.Count == 0 ? Name : $"{Name}({string.Join(", ", Arguments)})";
}

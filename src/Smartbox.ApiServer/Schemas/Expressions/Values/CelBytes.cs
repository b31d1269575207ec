namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>Bytes, equal when their contents are.</summary>
internal sealed record CelBytes(ReadOnlyMemory<byte> Content)
{
    public bool Equals(CelBytes? other) => other is not null && Content.Span.SequenceEqual(other.Content.Span);

    public override int GetHashCode() => Content.Length;
}

namespace Smartbox.ApiServer.Schemas.Expressions.Types;

/// <summary>The type of values of one schema with properties. Two are the same when their schemas are at the same place.</summary>
/// <param name="Name">Name in messages; the API server appends a number of its own.</param>
/// <param name="Fields">Fields by the name that expressions write.</param>
internal sealed record ObjectType(string Name, IReadOnlyDictionary<string, ObjectField> Fields) : CelType(Name)
{
    public bool Equals(ObjectType? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

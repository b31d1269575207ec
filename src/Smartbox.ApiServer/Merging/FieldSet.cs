using System.Diagnostics.CodeAnalysis;

namespace Smartbox.ApiServer.Merging;

/// <summary>A set of fields, as a tree of path elements: what <c>fieldsV1</c> holds. Changed in place; nodes may be shared only when nobody changes them.</summary>
internal sealed class FieldSet
{
    private Dictionary<string, FieldSet>? children;

    /// <summary>Whether the field that the path leads to is itself in the set, beside what is below it.</summary>
    public bool IsMember { get; set; }

    public bool HasChildren => children is { Count: > 0 };

    public bool IsEmpty => !IsMember && !HasChildren;

    public IReadOnlyCollection<KeyValuePair<string, FieldSet>> Children => (IReadOnlyCollection<KeyValuePair<string, FieldSet>>?)children ?? [];

    /// <summary>A set with the field itself alone.</summary>
    public static FieldSet Member() => new() { IsMember = true };

    public FieldSet? Find(string element) => children?.GetValueOrDefault(element);

    public bool TryFind(string element, [NotNullWhen(true)] out FieldSet? child)
    {
        child = Find(element);

        return child is not null;
    }

    /// <summary>Puts a branch at an element that has none yet; null and empty ones are left out.</summary>
    public void Put(string element, FieldSet? child)
    {
        if (child is null || child.IsEmpty) return;

        (children ??= new Dictionary<string, FieldSet>(StringComparer.Ordinal))[element] = child;
    }

    public void Remove(string element) => children?.Remove(element);

    public void UnionWith(FieldSet other)
    {
        IsMember |= other.IsMember;
        foreach ((string element, FieldSet branch) in other.Children)
        {
            if (TryFind(element, out FieldSet? own)) own.UnionWith(branch);
            else Put(element, branch.Clone());
        }
    }

    /// <summary>Takes out each field that the other set has; what is below it stays.</summary>
    /// <returns>Whether anything was taken out.</returns>
    public bool ExceptWith(FieldSet? other)
    {
        if (other is null) return false;

        bool changed = IsMember && other.IsMember;
        if (other.IsMember) IsMember = false;
        foreach ((string element, FieldSet branch) in other.Children)
        {
            if (!TryFind(element, out FieldSet? own)) continue;

            changed |= own.ExceptWith(branch);
            if (own.IsEmpty) Remove(element);
        }

        return changed;
    }

    /// <summary>The fields in both; null when there is none.</summary>
    public FieldSet? Intersect(FieldSet? other)
    {
        if (other is null) return null;

        var both = new FieldSet { IsMember = IsMember && other.IsMember };
        foreach ((string element, FieldSet branch) in Children) both.Put(element, branch.Intersect(other.Find(element)));

        return both.IsEmpty ? null : both;
    }

    public FieldSet Clone()
    {
        var copy = new FieldSet { IsMember = IsMember };
        foreach ((string element, FieldSet branch) in Children) copy.Put(element, branch.Clone());

        return copy;
    }

    /// <summary>Paths of all fields as people read them, such as <c>.spec.replicas</c>, in order.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        List<KeyValuePair<string, FieldSet>> ordered = [.. Children];
        ordered.Sort((a, b) => FieldElement.Compare(a.Key, b.Key));
        foreach ((string element, FieldSet branch) in ordered)
        {
            if (branch.IsMember) yield return prefix + FieldElement.Display(element);
        }

        foreach ((string element, FieldSet branch) in ordered)
        {
            foreach (string path in branch.Paths(prefix + FieldElement.Display(element))) yield return path;
        }
    }
}

namespace Smartbox.ApiServer.Merging;

/// <summary>Who writes an object, as <c>metadata.managedFields</c> names it.</summary>
/// <param name="Manager">The field manager: given by the client, or the first part of its user agent.</param>
/// <param name="ApiVersion">Version of the object that is written, such as <c>v1</c> or <c>apps/v1</c>.</param>
/// <param name="Subresource">Such as <c>status</c>; null for the object itself.</param>
/// <param name="Now">Time of the write.</param>
/// <param name="HasStatus">Whether status is a subresource: then nobody owns it through the object, nor the rest through the status.</param>
internal sealed record FieldWriter(string Manager, string ApiVersion, string? Subresource, DateTimeOffset Now, bool HasStatus = true)
{
    private static readonly FieldSet Unowned = Set(
        ["apiVersion"],
        ["kind"],
        ["metadata"],
        ["metadata", "name"],
        ["metadata", "namespace"],
        ["metadata", "creationTimestamp"],
        ["metadata", "selfLink"],
        ["metadata", "uid"],
        ["metadata", "clusterName"],
        ["metadata", "generation"],
        ["metadata", "managedFields"],
        ["metadata", "resourceVersion"]);

    /// <summary>Whether the kind is one of Kubernetes' own, by its group: the real server treats those differently in places.</summary>
    public bool IsBuiltIn => ApiVersion.LastIndexOf('/') is var slash && (slash < 0 || !ApiVersion.AsSpan(0, slash).Contains('.') || ApiVersion.AsSpan(0, slash).EndsWith(".k8s.io"));

    /// <summary>What remains of a difference when the fields that this writer cannot write are left out.</summary>
    public FieldDifference Writable(FieldDifference difference) => new(Writable(difference.Changed), Writable(difference.Removed));

    /// <summary>What remains of a set, which is changed, when the fields that this writer cannot write are left out.</summary>
    public FieldSet? Writable(FieldSet? set)
    {
        const string status = "f:status";
        if (set is null) return null;

        if (Subresource == "status")
        {
            var only = new FieldSet();
            only.Put(status, set.Find(status));
            set = only;
        }
        else if (HasStatus)
        {
            set.Remove(status);
        }

        return set.IsEmpty ? null : set;
    }

    /// <summary>Takes out of a set what no manager owns: names, and what the server alone sets.</summary>
    public static FieldSet? Ownable(FieldSet? set)
    {
        set?.ExceptWith(Unowned);

        return set is { IsEmpty: false } ? set : null;
    }

    private static FieldSet Set(params string[][] paths)
    {
        var set = new FieldSet();
        foreach (string[] path in paths)
        {
            FieldSet branch = FieldSet.Member();
            for (int i = path.Length - 1; i >= 0; i--)
            {
                var parent = new FieldSet();
                parent.Put(FieldElement.Field(path[i]), branch);
                branch = parent;
            }

            set.UnionWith(branch);
        }

        return set;
    }
}

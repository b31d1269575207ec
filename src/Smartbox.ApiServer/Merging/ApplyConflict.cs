using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Merging;

/// <summary>Fields that an apply would change and another manager owns.</summary>
internal sealed record ApplyConflict(ManagedFieldsEntry Owner, FieldSet Fields)
{
    /// <exception cref="ApiException">Always: 409, with a cause for each field.</exception>
    public static ApiException Error(IReadOnlyList<ApplyConflict> conflicts)
    {
        List<(ApplyConflict Conflict, List<string> Paths)> all =
            [.. conflicts.OrderBy(conflict => conflict.Owner.Manager, StringComparer.Ordinal).Select(conflict => (conflict, conflict.Fields.Paths().ToList()))];
        int count = all.Sum(each => each.Paths.Count);
        string message = count == 1
            ? $"Apply failed with 1 conflict: conflict with {all[0].Conflict.Name()}: {all[0].Paths[0]}"
            : $"Apply failed with {count} conflicts: "
                + string.Join('\n', all.SelectMany(each => each.Paths.Select(path => $"- {path}").Prepend($"conflicts with {each.Conflict.Name()}:")));
        JsonArray causes = [.. all.SelectMany(each => each.Paths.Select(each.Conflict.Cause))];

        return new ApiException(409, "Conflict", message) { Details = new JsonObject { ["causes"] = causes } };
    }

    private JsonObject Cause(string path) =>
        new() { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {Name()}", ["field"] = path };

    private string Name()
    {
        string name = GoJson.Quote(Owner.Manager);
        if (Owner.Subresource.Length > 0) name += $" with subresource {GoJson.Quote(Owner.Subresource)}";

        return Owner.IsApply ? name : $"{name} using {Owner.ApiVersion}";
    }
}

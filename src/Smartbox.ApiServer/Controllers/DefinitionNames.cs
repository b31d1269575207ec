using System.Text.Json.Nodes;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Finds names of a definition that another kind of its group has.</summary>
internal static class DefinitionNames
{
    /// <returns>Reason and message of the <c>NamesAccepted</c> condition; null when all names are free.</returns>
    public static (string Reason, string Message)? Conflict(string name, JsonObject crd, IReadOnlyList<ResourceType> served)
    {
        var spec = crd["spec"]!.AsObject();
        var names = spec["names"]!.AsObject();
        var group = spec.Text("group") ?? "";
        var others = served.Where(type => type.Group == group && type.GroupResource != name).ToList();
        var resources = others.SelectMany(type => type.ShortNames.Append(type.Resource).Append(type.Singular)).ToHashSet();
        var kinds = others.SelectMany(type => (string[])[type.Kind, type.ListKindOrDefault]).ToHashSet();
        return Find("PluralConflict", names.Text("plural"), resources)
            ?? Find("SingularConflict", names.Text("singular"), resources)
            ?? ObjectMeta.Texts(names, "shortNames").Select(shortName => Find("ShortNamesConflict", shortName, resources)).FirstOrDefault(found => found is not null)
            ?? Find("KindConflict", names.Text("kind"), kinds)
            ?? Find("ListKindConflict", names.Text("listKind"), kinds);
    }

    private static (string Reason, string Message)? Find(string reason, string? name, HashSet<string> taken) =>
        name is not null && taken.Contains(name) ? (reason, $"\"{name}\" is already in use") : null;
}

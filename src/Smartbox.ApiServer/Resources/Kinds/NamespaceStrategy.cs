using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Namespaces: a label with their name, and a finalizer that only its subresource removes.</summary>
internal static class NamespaceStrategy
{
    public static readonly ResourceStrategy Strategy = new()
    {
        Default = Label,
        PrepareForCreate = value =>
        {
            value["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
            value["status"] = new JsonObject { ["phase"] = "Active" };
        },
        PrepareForUpdate = (value, old) =>
        {
            if (old["spec"] is { } spec) value["spec"] = spec.DeepClone();
        },
    };

    private static void Label(JsonObject value)
    {
        // A name that the server has yet to make up gets its label at the next write.
        if (value["metadata"].Text("name") is { Length: > 0 } name) value.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = name;
    }
}

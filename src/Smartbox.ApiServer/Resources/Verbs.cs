namespace Smartbox.ApiServer.Resources;

/// <summary>What may be done with resources, in discovery's order.</summary>
internal static class Verbs
{
    public static readonly IReadOnlyList<string> All = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>Namespaces are not deleted together.</summary>
    public static readonly IReadOnlyList<string> AllButCollection = ["create", "delete", "get", "list", "patch", "update", "watch"];

    /// <summary>Questions that are answered and not kept.</summary>
    public static readonly IReadOnlyList<string> Create = ["create"];

    public static readonly IReadOnlyList<string> Get = ["get"];

    public static readonly IReadOnlyList<string> Update = ["update"];

    /// <summary>Of status, scale and the like.</summary>
    public static readonly IReadOnlyList<string> Change = ["get", "patch", "update"];

    public static readonly IReadOnlyList<string> Connect = ["create", "get"];
}

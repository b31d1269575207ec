namespace Smartbox.Kubernetes.Tests.Faults;

/// <summary>JSON as an API server writes it.</summary>
internal static class Objects
{
    public static string ConfigMap(string name, ulong version, string value = "v", string? uid = null, string extra = "") =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"ns","uid":"{{{uid ?? "uid-" + name}}}","resourceVersion":"{{{version}}}","labels":{"app":"box"}{{{extra}}}},"data":{"k":"{{{value}}}"}}""";

    /// <summary>An object whose body no ConfigMap can be made of.</summary>
    public static string Poison(string name, ulong version) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"ns","resourceVersion":"{{{version}}}"},"data":[1,2]}""";

    public static string Event(string type, string json) => $$$"""{"type":"{{{type}}}","object":{{{json}}}}""" + "\n";

    public static string Bookmark(ulong version) =>
        Event("BOOKMARK", $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"resourceVersion":"{{{version}}}"}}""");

    public static string Status(int code, string reason, string message = "", string details = "{}") =>
        $$$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{{message}}}","reason":"{{{reason}}}","details":{{{details}}},"code":{{{code}}}}""";

    public static string Expired => Status(410, "Expired", "too old resource version");

    public static string List(ulong version, string? next, params string[] items) =>
        $$$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}","continue":"{{{next}}}"},"items":[{{{string.Join(',', items)}}}]}""";
}

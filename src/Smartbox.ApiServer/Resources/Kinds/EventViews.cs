using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Events of events.k8s.io/v1 are those of the core group under other names; they are stored as the latter.</summary>
internal static class EventViews
{
    private static readonly (string Core, string New)[] Names =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    public static readonly StorageView View = new("events", ToCore, FromCore);

    private static JsonObject ToCore(JsonObject given) => Rename(given, "v1", Names.Select(name => (name.New, name.Core)));

    private static JsonObject FromCore(JsonObject stored) => Rename(stored, "events.k8s.io/v1", Names.Select(name => (name.Core, name.New)));

    private static JsonObject Rename(JsonObject content, string apiVersion, IEnumerable<(string From, string To)> names)
    {
        content["apiVersion"] = apiVersion;
        foreach (var (from, to) in names)
            if (content.TryGetPropertyValue(from, out var value) && content.Remove(from)) content[to] = value;
        return content;
    }
}

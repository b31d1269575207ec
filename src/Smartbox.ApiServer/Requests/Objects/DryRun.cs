using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>What would be stored, for those who only ask.</summary>
internal static class DryRun
{
    public static StoredObject Of(ObjectKey key, JsonObject value, long revision = 0) =>
        new(key, revision, ObjectView.Serialize(value), FrozenDictionary<string, string>.Empty);
}

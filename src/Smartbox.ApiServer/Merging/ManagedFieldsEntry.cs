using System.Globalization;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>One manager's entry in <c>metadata.managedFields</c>.</summary>
/// <remarks>Its fields are read when somebody asks for them: most writes concern few of an object's managers.</remarks>
internal sealed class ManagedFieldsEntry
{
    public const string ApplyOperation = "Apply";
    public const string UpdateOperation = "Update";

    private JsonObject? source;
    private FieldSet? fields;

    private ManagedFieldsEntry(string manager, string operation, string apiVersion, string? subresource, string? time)
    {
        Manager = manager;
        Operation = operation;
        ApiVersion = apiVersion;
        Subresource = subresource ?? "";
        Time = time;
    }

    public string Manager { get; }

    public string Operation { get; }

    public string ApiVersion { get; }

    public string Subresource { get; }

    /// <summary>When it last changed something; null for an apply that found everything as it wanted it.</summary>
    public string? Time { get; private set; }

    public bool IsApply => Operation == ApplyOperation;

    public FieldSet Fields => fields ??= FieldsV1.Read(source!["fieldsV1"] as JsonObject ?? []);

    public static ManagedFieldsEntry Of(string operation, FieldWriter writer, FieldSet fields, string? time) =>
        new(writer.Manager, operation, writer.ApiVersion, writer.Subresource, time) { fields = fields };

    /// <exception cref="FormatException">It is no entry.</exception>
    public static ManagedFieldsEntry Read(JsonNode? entry)
    {
        if (entry is not JsonObject map) throw new FormatException("an entry of managed fields must be a map");

        string operation = Text(map, "operation") ?? "";
        if (operation is not (ApplyOperation or UpdateOperation)) throw new FormatException("operation must be `Apply` or `Update`");

        string version = Text(map, "apiVersion") ?? "";
        if (version.Length == 0) throw new FormatException("apiVersion must not be empty");

        string type = Text(map, "fieldsType") ?? "";
        if (type != "FieldsV1") throw new FormatException($"invalid fieldsType \"{type}\" in managed fields entry");

        return new(Text(map, "manager") ?? "", operation, version, Text(map, "subresource"), Text(map, "time")) { source = map };
    }

    /// <summary>The same fields under another name, apart from subresources.</summary>
    public ManagedFieldsEntry As(string manager) => new(manager, Operation, ApiVersion, null, Time) { fields = Fields };

    /// <summary>The same entry, read now and written anew.</summary>
    public ManagedFieldsEntry Rewritten() => new(Manager, Operation, ApiVersion, Subresource, Time) { fields = Fields };

    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public bool IsEmpty => fields is { IsEmpty: true } || (fields is null && source?["fieldsV1"] is not JsonObject { Count: > 0 });

    /// <summary>Whether both are one manager. An applier stays the same when it applies another version.</summary>
    public bool IsSameManager(string operation, FieldWriter writer) =>
        IsSameManager(operation, writer.Manager, writer.ApiVersion, writer.Subresource ?? "");

    public bool IsSameManager(ManagedFieldsEntry other) => IsSameManager(other.Operation, other.Manager, other.ApiVersion, other.Subresource);

    private bool IsSameManager(string operation, string manager, string apiVersion, string subresource) =>
        Operation == operation && Manager == manager && Subresource == subresource && (IsApply || ApiVersion == apiVersion);

    public void Add(FieldSet more, string? time)
    {
        Fields.UnionWith(more);
        Time = time;
        source = null;
    }

    /// <summary>Takes away what others changed, without reading the entry when it has nothing of that.</summary>
    public void Release(FieldSet? released)
    {
        if (released is null || (fields is null && source?["fieldsV1"] is JsonObject unread && !FieldsV1.Overlaps(unread, released))) return;
        if (Fields.ExceptWith(released)) source = null;
    }

    public JsonObject Write()
    {
        if (source is not null) return source.DeepClone().AsObject();

        var entry = new JsonObject { ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ApiVersion };
        if (Time is not null) entry["time"] = Time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = FieldsV1.Write(Fields);
        if (Subresource.Length > 0) entry["subresource"] = Subresource;

        return entry;
    }

    private static string? Text(JsonObject map, string name) => map[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}

using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of claims and storage classes.</summary>
internal static class StorageColumns
{
    public static readonly IReadOnlyList<PrinterColumn> Claims =
    [
        Column.Text("Status", claim => claim["metadata"].Text("deletionTimestamp") is null ? claim["status"].Text("phase") : "Terminating"),
        Column.Text("Volume", claim => claim["spec"].Text("volumeName")),
        Column.Text("Capacity", claim => HasVolume(claim) ? claim["status"]?["capacity"].Text("storage") ?? "0" : ""),
        Column.Text("Access Modes", claim => HasVolume(claim) ? Modes(claim["status"]?["accessModes"]) : ""),
        Column.Text("StorageClass", claim => claim["metadata"]?["annotations"].Text("volume.beta.kubernetes.io/storage-class") ?? claim["spec"].Text("storageClassName")),
        Column.Text("VolumeAttributesClass", claim => claim["spec"].Text("volumeAttributesClassName") ?? Column.Unset),
        Column.Age,
        Column.Wide("VolumeMode", claim => claim["spec"].Text("volumeMode") ?? Column.Unset),
    ];

    public static readonly IReadOnlyList<PrinterColumn> Classes =
    [
        Column.Text("Name", NameOfClass) with { Format = "name" },
        Column.Text("Provisioner", value => value.Text("provisioner")),
        Column.Text("ReclaimPolicy", value => value.Text("reclaimPolicy")),
        Column.Text("VolumeBindingMode", value => value.Text("volumeBindingMode")),
        new("AllowVolumeExpansion", "string", (value, _) => JsonValue.Create(value.IsTrue("allowVolumeExpansion"))),
        Column.Age,
    ];

    private static bool HasVolume(JsonObject claim) => claim["spec"].Text("volumeName") is { Length: > 0 };

    private static string Modes(JsonNode? modes) => string.Join(',', (modes as JsonArray ?? []).Select(mode => mode!.ToString() switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        _ => "RWOP",
    }));

    private static string NameOfClass(JsonObject value)
    {
        var name = value["metadata"].Text("name") ?? "";
        return value["metadata"]?["annotations"].Text("storageclass.kubernetes.io/is-default-class") == "true" ? $"{name} (default)" : name;
    }
}

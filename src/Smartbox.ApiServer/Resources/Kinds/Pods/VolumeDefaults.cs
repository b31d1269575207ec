using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Defaults of volumes.</summary>
internal static class VolumeDefaults
{
    /// <summary>Mode of projected files, 0644.</summary>
    private const int FileMode = 420;

    public static void Apply(JsonObject volume)
    {
        if (!volume.Any(field => field.Key != "name" && field.Value is not null)) volume["emptyDir"] = new JsonObject();
        foreach (var name in (string[])["secret", "configMap", "downwardAPI", "projected"])
            if (volume[name] is JsonObject files) files.Default("defaultMode", FileMode);
        DownwardApi(volume["downwardAPI"]);
        foreach (var source in volume["projected"].List("sources"))
        {
            DownwardApi(source["downwardAPI"]);
            if (source["serviceAccountToken"] is JsonObject token) token.Default("expirationSeconds", 3600);
        }
        if (volume["hostPath"] is JsonObject path) path.Default("type", "");
        if (volume["image"] is JsonObject image) image.DefaultText("pullPolicy", ContainerDefaults.ImagePullPolicy(image.Text("reference") ?? ""));
        if (volume["ephemeral"]?["volumeClaimTemplate"]?["spec"] is JsonObject claim) claim.DefaultText("volumeMode", "Filesystem");
    }

    private static void DownwardApi(JsonNode? source)
    {
        foreach (var item in source.List("items")) ContainerDefaults.FieldSources(item);
    }
}

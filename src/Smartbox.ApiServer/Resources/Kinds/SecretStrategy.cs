using System.Text;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Secrets: <c>stringData</c> goes into <c>data</c>, a type stays, an immutable one stays as it is.</summary>
internal static class SecretStrategy
{
    private const string MaxSizeDetail = "must have at most 1048576 bytes";

    /// <summary>Keys that a type must have.</summary>
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"],
    };

    public static readonly ResourceStrategy Strategy = new() { Default = Default, Validate = Validate };

    private static void Default(JsonObject secret)
    {
        secret.DefaultText("type", "Opaque");
        if (secret["stringData"] is not JsonObject texts) return;
        secret.Remove("stringData");
        var data = secret.Child("data");
        foreach (var (key, text) in texts) data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.GetValue<string>() ?? ""));
    }

    private static Problems Validate(JsonObject secret, JsonObject? old)
    {
        var problems = new Problems();
        var place = Place.Of(secret);
        var data = place["data"];
        foreach (var (key, value) in data.Entries)
            foreach (var wrong in NameRules.ConfigKey(key)) problems.Invalid(value, key, wrong);
        if (data.Entries.Sum(entry => entry.Value.Text.Length * 3L / 4) > 1 << 20) problems.Invalid(data, JsonValue.Create(""), MaxSizeDetail);
        foreach (var key in Keys.GetValueOrDefault(place["type"].Text, []))
            if (data[key].Node is null) problems.Required(new Place($"data[{key}]", null));
        if (place["type"].Text == "kubernetes.io/basic-auth" && !data["username"].Exists && !data["password"].Exists)
            foreach (var key in (string[])["username", "password"]) problems.Required(new Place($"data[{key}]", null));

        if (old is null) return problems;
        if (old.Text("type") != place["type"].Text) problems.Invalid(place["type"], "field is immutable");
        Immutability.Check(place, old, ["data"], problems);
        return problems;
    }
}

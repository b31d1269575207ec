using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>Rules of a pod's volumes.</summary>
internal static class VolumeValidation
{
    private static readonly string[] FieldPaths = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    /// <returns>The volumes' names.</returns>
    public static IReadOnlySet<string> Check(Place volumes, Problems problems)
    {
        var names = new HashSet<string>();
        foreach (var volume in volumes.Items)
        {
            if (volume["name"].Text.Length > 0)
            {
                problems.Name(volume["name"], NameRules.Dns1123Label);
                if (!names.Add(volume["name"].Text)) problems.Duplicate(volume["name"], volume["name"].Node);
            }
            foreach (var (source, _) in volume.Object!.Where(field => field.Key != "name" && field.Value is not null).Skip(1))
                problems.Forbidden(volume[source], "may not specify more than 1 volume type");
            CheckSource(volume, problems);
        }
        return names;
    }

    /// <summary>A path that must not leave the folder it is in.</summary>
    public static void CheckRelative(Place path, Problems problems)
    {
        if (path.Text.StartsWith('/')) problems.Invalid(path, "must be a relative path");
        CheckUpward(path, problems);
    }

    private static void CheckUpward(Place path, Problems problems)
    {
        if (path.Text.Split('/').Contains("..")) problems.Invalid(path, "must not contain '..'");
    }

    private static void CheckSource(Place volume, Problems problems)
    {
        CheckUpward(volume["hostPath"]["path"], problems);
        problems.OneOf(volume["hostPath"]["type"], "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
        if (volume["secret"] is { Exists: true } secret)
        {
            if (secret["secretName"].Text.Length == 0) problems.Required(secret["secretName"]);
            CheckFiles(secret, problems);
        }
        if (volume["configMap"] is { Exists: true } map)
        {
            if (map["name"].Text.Length == 0) problems.Required(map["name"]);
            CheckFiles(map, problems);
        }
        CheckDownwardApi(volume["downwardAPI"], volume["downwardAPI"], problems);
        CheckProjected(volume["projected"], problems);
    }

    private static void CheckProjected(Place projected, Problems problems)
    {
        CheckMode(projected["defaultMode"], problems);
        foreach (var source in projected["sources"].Items)
        {
            foreach (var name in (string[])["secret", "configMap"])
            {
                if (!source[name].Exists) continue;
                if (source[name]["name"].Text.Length == 0) problems.Required(source[name]["name"]);
                CheckFiles(source[name], problems);
            }
            CheckDownwardApi(source["downwardAPI"], projected, problems);
            var token = source["serviceAccountToken"];
            if (token.Exists && token["path"].Text.Length == 0) problems.Required(projected["path"]);
            var expiry = token["expirationSeconds"];
            if (expiry.Exists && expiry.Number < 600) problems.Invalid(expiry, "may not specify a duration less than 10 minutes");
        }
    }

    private static void CheckFiles(Place files, Problems problems)
    {
        CheckMode(files["defaultMode"], problems);
        foreach (var item in files["items"].Items)
        {
            CheckRelative(item["path"], problems);
            CheckMode(item["mode"], problems);
        }
    }

    /// <param name="source">Source.</param>
    /// <param name="named">What the API server names in place of the single item.</param>
    /// <param name="problems">Receives what is wrong.</param>
    private static void CheckDownwardApi(Place source, Place named, Problems problems)
    {
        CheckMode(source["defaultMode"], problems);
        foreach (var item in source["items"].Items)
        {
            CheckRelative(item["path"], problems);
            CheckMode(item["mode"], problems);
            var (field, resource) = (item["fieldRef"], item["resourceFieldRef"]);
            if (!field.Exists && !resource.Exists) problems.Required(named, "one of fieldRef and resourceFieldRef is required");
            else if (field.Exists && resource.Exists) problems.Invalid(named, "fieldRef and resourceFieldRef can not be specified simultaneously");
            EnvironmentValidation.CheckField(new Place($"{named.Path}.fieldRef", field.Node), FieldPaths, problems);
            if (!resource.Exists) continue;
            var place = new Place($"{named.Path}.resourceFieldRef", resource.Node);
            if (place["containerName"].Text.Length == 0) problems.Required(place["containerName"]);
            else EnvironmentValidation.CheckResource(place, problems);
        }
    }

    private static void CheckMode(Place mode, Problems problems)
    {
        if (mode.Exists && mode.Number is < 0 or > 511) problems.Invalid(mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}

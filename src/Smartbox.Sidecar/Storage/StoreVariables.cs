using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Store.ObjectStores;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Storage;

/// <summary>Where the bucket is and what of the state goes there, as the operator says.</summary>
internal static class StoreVariables
{
    /// <summary>Reads and checks the variables of the store.</summary>
    /// <returns>Options of the box's own part of the bucket.</returns>
    /// <exception cref="SidecarException">With everything that is wrong, at once.</exception>
    public static ObjectStoreOptions Read(Func<string, string?> environment, string boxUid)
    {
        var variables = new VariableReader(environment);
        var defaults = new ObjectStoreOptions();
        var folder = variables.Optional(Variables.StoreFolder);
        var endpoint = variables.Optional(Variables.StoreEndpoint);
        var options = new ObjectStoreOptions
        {
            Folder = folder,
            Endpoint = endpoint,
            Region = variables.Text(Variables.StoreRegion, defaults.Region),
            Bucket = variables.Optional(Variables.StoreBucket),
            Prefix = $"{variables.Text(Variables.StorePrefix, "")}boxes/{boxUid}/",
            PathStyle = variables.Flag(Variables.StorePathStyle, defaults.PathStyle),
            CredentialsFolder = variables.Text(Variables.StoreCredentialsPath, PodContract.StoreCredentialsPath),
        };
        if (folder is null && endpoint is null)
        {
            variables.Fail(
                $"the box has no store ({Variables.StoreEndpoint} or {Variables.StoreFolder}), and without a backup it would not outlive its volume");
        }
        else
        {
            variables.Fail(options.Validate());
        }

        if (variables.Optional(Variables.StorePrefix) is { } prefix && !prefix.EndsWith('/'))
        {
            variables.Fail($"{Variables.StorePrefix} is '{prefix}' and must end with a slash");
        }

        variables.ThrowIfInvalid();
        return options;
    }

    /// <summary>Patterns below the state folder that are in no snapshot.</summary>
    public static IReadOnlyList<string> Excludes(Func<string, string?> environment) =>
        new VariableReader(environment).Text(Variables.BackupExclude, "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Storage;

/// <summary>Where the bucket is, as the operator says: an S3 endpoint, or a folder.</summary>
internal sealed record StoreSettings
{
    /// <summary>Folder used instead of a bucket; null with an endpoint.</summary>
    public string? Folder { get; init; }

    public Uri? Endpoint { get; init; }

    /// <value><c>auto</c>, which R2 asks for and others ignore.</value>
    public string Region { get; init; } = "auto";

    public string Bucket { get; init; } = "";

    /// <summary>Prepended to <c>boxes/&lt;uid&gt;/</c>; empty or ends with a slash.</summary>
    public string Prefix { get; init; } = "";

    /// <value>True.</value>
    public bool PathStyle { get; init; } = true;

    /// <summary>Folder with the files <c>accessKeyId</c> and <c>secretAccessKey</c>.</summary>
    public string CredentialsPath { get; init; } = PodContract.StoreCredentialsPath;

    /// <summary>Patterns below the state folder that are in no snapshot.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Reads and checks the variables of the store.</summary>
    /// <exception cref="SidecarException">With everything that is wrong, at once.</exception>
    public static StoreSettings Read(Func<string, string?> environment)
    {
        var variables = new VariableReader(environment);
        var defaults = new StoreSettings();
        var settings = new StoreSettings
        {
            Folder = variables.Text(Variables.StoreFolder, "") is { Length: > 0 } folder ? folder : null,
            Endpoint = variables.Http(Variables.StoreEndpoint),
            Region = variables.Text(Variables.StoreRegion, defaults.Region),
            Bucket = variables.Text(Variables.StoreBucket, ""),
            Prefix = variables.ParseOptional(Variables.StorePrefix, "a prefix that ends with a slash", text => text.EndsWith('/') ? text : null) ?? "",
            PathStyle = variables.Flag(Variables.StorePathStyle, defaults.PathStyle),
            CredentialsPath = variables.Text(Variables.StoreCredentialsPath, defaults.CredentialsPath),
            Exclude = variables.Text(Variables.BackupExclude, "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
        if (settings is { Folder: null, Endpoint: null } && string.IsNullOrEmpty(environment(Variables.StoreEndpoint)))
        {
            variables.Fail($"the box has no store: neither {Variables.StoreEndpoint} nor {Variables.StoreFolder} is set, and a box without a backup would not outlive its volume");
        }
        else if (settings is { Folder: null, Bucket: "" })
        {
            variables.Fail($"{Variables.StoreBucket} is not set");
        }

        variables.ThrowIfInvalid();
        return settings;
    }
}

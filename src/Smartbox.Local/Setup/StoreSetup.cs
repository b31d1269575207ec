using System.Text.Json.Nodes;
using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Local.Setup;

/// <summary>Where boxes are backed up: the default store.</summary>
internal static class StoreSetup
{
    private const string CredentialsSecret = "smartbox-store";
    private const string Secrets = $"api/v1/namespaces/{Names.SystemNamespace}/secrets";
    private const string Stores = $"apis/{Names.ApiVersion}/{SmartboxStoreResource.KubePluralName}";

    /// <summary>Sets the given bucket, or leaves what is there, or takes the folder the first time.</summary>
    public static async Task InstallAsync(ApiRequests requests, LocalStore? store, string folder, CancellationToken cancellationToken)
    {
        const string path = $"{Stores}/{Names.DefaultStore}";
        if (store is null)
        {
            if (await requests.FindAsync(path, cancellationToken) is null)
            {
                await requests.CreateAsync(Stores, Store(new JsonObject { ["folder"] = new JsonObject { ["path"] = folder } }), cancellationToken);
            }

            return;
        }

        await requests.ApplyAsync($"{Secrets}/{CredentialsSecret}", Credentials(store).ToJsonString(), cancellationToken);
        // Replaced as a whole: the folder that another manager has set must not stay beside the bucket.
        await requests.DeleteAsync(path, cancellationToken);
        await requests.CreateAsync(Stores, Store(Bucket(store)), cancellationToken);
    }

    private static JsonObject Credentials(LocalStore store) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject { ["name"] = CredentialsSecret, ["namespace"] = Names.SystemNamespace },
        ["stringData"] = new JsonObject { ["accessKeyId"] = store.AccessKeyId, ["secretAccessKey"] = store.SecretAccessKey },
    };

    private static JsonObject Store(JsonObject spec) => new()
    {
        ["apiVersion"] = Names.ApiVersion,
        ["kind"] = SmartboxStoreResource.KubeKind,
        ["metadata"] = new JsonObject { ["name"] = Names.DefaultStore },
        ["spec"] = spec,
    };

    private static JsonObject Bucket(LocalStore store)
    {
        var s3 = new JsonObject { ["endpoint"] = store.Endpoint.ToString().TrimEnd('/'), ["bucket"] = store.Bucket, ["region"] = store.Region };
        if (store.Prefix.Length > 0)
        {
            s3["prefix"] = store.Prefix;
        }

        return new JsonObject
        {
            ["s3"] = s3,
            ["credentials"] = new JsonObject { ["secretRef"] = new JsonObject { ["namespace"] = Names.SystemNamespace, ["name"] = CredentialsSecret } },
        };
    }
}

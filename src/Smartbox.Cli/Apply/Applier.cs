using System.Net;
using System.Text.Json.Nodes;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Manifests;
using Smartbox.Cli.Objects;

namespace Smartbox.Cli.Apply;

/// <summary>Applies manifests on the server's side, which merges them with what others have set.</summary>
internal sealed class Applier(ApiClient client, KnownKinds kinds, bool forceConflicts, bool dryRun)
{
    private const string FieldManager = "smartbox";

    // What changes without anybody's wish.
    private static readonly string[] s_bookkeeping = ["resourceVersion", "generation", "managedFields"];

    /// <exception cref="CliException">The server refuses it.</exception>
    public async Task<ApplyReport> ApplyAsync(Manifest manifest, string? ns, string ofContext, CancellationToken cancellationToken)
    {
        var kind = await kinds.OfAsync(manifest, cancellationToken);
        var target = new ObjectTarget(kind, manifest.Name);
        var place = ManifestPlaces.NamespaceOf(manifest, kind, ns, ofContext);
        var path = kind.Path(place, manifest.Name);
        var before = await FindAsync(path, target, place, cancellationToken);
        var query = QueryText.Of(
            ("fieldManager", FieldManager), ("fieldValidation", "Strict"), ("force", forceConflicts ? "true" : "false"), ("dryRun", dryRun ? "All" : null));
        var call = new ApiCall(HttpMethod.Patch, path + query, $"apply {ObjectLists.What(target, place)} ({manifest.Source})")
        {
            Content = manifest.Text,
            ContentType = "application/apply-patch+yaml",
        };
        var answer = await SendAsync(call, cancellationToken);
        if (manifest.IsDefinition && !dryRun)
        {
            kinds.Expect();
        }

        var outcome = answer.IsCreated || before is null ? "created" : JsonNode.DeepEquals(Wanted(before), Wanted(answer.Body)) ? "unchanged" : "configured";
        return new ApplyReport(kind.NameOf(manifest.Name), outcome, answer.Warnings);
    }

    private async Task<JsonObject?> FindAsync(string path, ObjectTarget target, string? ns, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(path, $"read {ObjectLists.What(target, ns)}", cancellationToken);
        }
        catch (ApiRefusal e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(call, cancellationToken);
        }
        catch (ApiRefusal e) when (e.Status == HttpStatusCode.Conflict && !forceConflicts)
        {
            throw new CliException(e.ExitCode, $"{e.Message} With --force-conflicts these fields become yours.", e);
        }
    }

    private static JsonObject Wanted(JsonObject content)
    {
        var wanted = (JsonObject)content.DeepClone();
        wanted.Remove("status");
        foreach (var name in s_bookkeeping)
        {
            (wanted["metadata"] as JsonObject)?.Remove(name);
        }

        return wanted;
    }
}

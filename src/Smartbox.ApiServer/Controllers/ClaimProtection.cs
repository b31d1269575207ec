using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Lets a deleted volume claim go when no pod uses it any more.</summary>
internal sealed class ClaimProtection(ControllerWrites writes, TimeProvider clock, ILogger<ClaimProtection> logger) : IObjectObserver
{
    private const string Claims = "persistentvolumeclaims";
    private const string Pods = "pods";

    private readonly WorkQueue<ObjectKey> _queue = new(clock);

    public Task RunAsync(CancellationToken cancellationToken) =>
        _queue.RunAsync(LookAtAsync, (key, e) => Log.ClaimFailed(logger, e, key.ToString()), cancellationToken);

    public void Observe(ResourceType type, ObjectChange change)
    {
        var key = change.Current.Key;
        if (key.Resource == Claims && !change.IsDeleted && OwnedMeta.IsOfInterest(change.Current))
        {
            _queue.Add(key);
        }
        else if (key.Resource == Pods && (change.IsDeleted || MayHaveEnded(change.Current)))
        {
            foreach (var claim in ClaimsOf(change.Current.ToJson()))
            {
                _queue.Add(new ObjectKey(Claims, key.Namespace, claim));
            }
        }
    }

    private async Task LookAtAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (writes.Store.Get(key) is not { } stored || OwnedMeta.Of(stored) is var meta && !(meta.IsDeleting && meta.Finalizers.Contains(CreationFinalizers.ClaimProtection)))
        {
            return;
        }

        var pods = writes.Store.List(new ListQuery(Pods, key.Namespace)).Items.Select(pod => pod.ToJson());
        if (!pods.Any(pod => !HasEnded(pod) && ClaimsOf(pod).Contains(key.Name)))
        {
            await writes.RemoveFinalizerAsync(key, CreationFinalizers.ClaimProtection, cancellationToken);
        }
    }

    // Looks at the text only: every change of every pod comes by here.
    private static bool MayHaveEnded(StoredObject pod) =>
        pod.Json.Span.IndexOf("\"Succeeded\""u8) >= 0 || pod.Json.Span.IndexOf("\"Failed\""u8) >= 0;

    private static bool HasEnded(JsonObject pod) => (pod["status"] as JsonObject)?.Text("phase") is "Succeeded" or "Failed";

    private static IEnumerable<string> ClaimsOf(JsonObject pod) => ((pod["spec"] as JsonObject)?["volumes"] as JsonArray ?? []).OfType<JsonObject>()
        .Select(volume => (volume["persistentVolumeClaim"] as JsonObject)?.Text("claimName")).OfType<string>();
}

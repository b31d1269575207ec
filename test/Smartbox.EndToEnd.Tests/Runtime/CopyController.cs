using k8s.Models;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.EndToEnd.Tests.Runtime;

/// <summary>Keeps a Secret beside each labelled ConfigMap: a small operator to try the runtime on.</summary>
internal sealed class CopyController(IKubernetesClient client, IEventRecorder events) : IEntityController<V1ConfigMap>, IEntityFinalizer<V1ConfigMap>
{
    public const string Label = "smartbox.dev/runtime-test";
    public const string Finalizer = "smartbox.dev/runtime-test";

    public async Task<ReconciliationResult<V1ConfigMap>> ReconcileAsync(V1ConfigMap entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.Labels?.ContainsKey(Label) != true)
        {
            return ReconciliationResult<V1ConfigMap>.Success(entity);
        }

        var copy = new V1Secret
        {
            Metadata = new V1ObjectMeta
            {
                Name = entity.Metadata.Name,
                NamespaceProperty = entity.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string> { [Label] = "copy" },
                OwnerReferences =
                [
                    new V1OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = entity.Metadata.Name, Uid = entity.Metadata.Uid, Controller = true },
                ],
            },
            StringData = entity.Data,
        };
        await client.ApplyAsync(copy, "runtime-test", cancellationToken);
        events.Record(entity, "Normal", "Copied", "Copy", "It was copied.");
        return ReconciliationResult<V1ConfigMap>.Success(entity);
    }

    public async Task<ReconciliationResult<V1ConfigMap>> FinalizeAsync(V1ConfigMap entity, CancellationToken cancellationToken)
    {
        await client.DeleteAsync<V1Secret>(entity.Metadata.NamespaceProperty, entity.Metadata.Name, null, null, cancellationToken);
        return ReconciliationResult<V1ConfigMap>.Success(entity);
    }
}

using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Operator.Boxes;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Stores;

/// <summary>Says whether a store is configured. It does not talk to the bucket: each box's own containers do, and their conditions tell.</summary>
internal sealed class SmartboxStoreController(IKubernetesClient client, StoreSecrets secrets, TimeProvider time) : IEntityController<SmartboxStoreResource>
{
    /// <summary>Reason of a store of which nothing is missing.</summary>
    public const string Configured = "Configured";

    public async Task<ReconciliationResult<SmartboxStoreResource>> ReconcileAsync(SmartboxStoreResource entity, CancellationToken cancellationToken)
    {
        var problem = Check(entity.Spec) ?? (await secrets.ReadAsync(entity, cancellationToken)).Problem;
        var ready = Conditions.Next(
            entity.Status?.Conditions, entity.Metadata.Generation, time.GetUtcNow(), ConditionTypes.Ready,
            problem is null ? Conditions.True : Conditions.False,
            problem?.Reason ?? Configured,
            problem?.Message ?? "Endpoint, bucket and keys are given. Whether the bucket answers is shown by the boxes that use it.");
        var before = Conditions.Find(entity.Status?.Conditions, ConditionTypes.Ready);
        var isSame = before is not null && (before.Status, before.Reason, before.Message, before.ObservedGeneration)
            == (ready.Status, ready.Reason, ready.Message, ready.ObservedGeneration);
        if (!isSame)
        {
            await client.ApplyStatusAsync(
                new SmartboxStoreResource
                {
                    Metadata = new V1ObjectMeta { Name = entity.Metadata.Name, Uid = entity.Metadata.Uid },
                    Status = new SmartboxStoreStatus { ObservedGeneration = entity.Metadata.Generation, Conditions = [ready] },
                },
                Names.StatusFieldManager,
                cancellationToken);
        }

        // Its Secret is not watched: asked for while it is missing, which is when somebody waits.
        return ReconciliationResult<SmartboxStoreResource>.Success(entity, problem is null ? null : Step.Unwatched);
    }

    private static Problem? Check(SmartboxStoreSpec spec) => spec switch
    {
        { S3: null, Folder: null } or { S3: not null, Folder: not null } => new Problem(Reasons.InvalidSpec, "Give exactly one of spec.s3 and spec.folder."),
        { S3: not null, Credentials: null } => new Problem(Reasons.CredentialMissing, "spec.s3 needs spec.credentials.secretRef."),
        _ => null,
    };
}

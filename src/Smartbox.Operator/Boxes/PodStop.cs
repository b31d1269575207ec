using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Stops a running pod on purpose: last snapshot first, then the deletion.</summary>
internal sealed class PodStop(PodRemoval removal, BackupOptions options, ILogger<PodStop> logger)
{
    /// <summary>Goes on with the stop.</summary>
    /// <param name="box">The box.</param>
    /// <param name="memory">Its memory.</param>
    /// <param name="pod">A pod that is not being deleted.</param>
    /// <param name="why">Why it stops, as the end of a sentence.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<Step> AdvanceAsync(SmartboxResource box, BoxMemory memory, V1Pod pod, string why, CancellationToken cancellationToken)
    {
        if (pod.IsRestored())
        {
            var result = BackupTarget.Of(box, pod) is { } target
                ? await memory.LastSnapshot.TakeAsync(pod.Metadata.Uid, target, "stop", cancellationToken)
                : new LastSnapshotResult(null, "the backup container is not running");
            if (result.IsRunning)
            {
                return Step.Wait(Reasons.Stopping, "The last snapshot is being made.", options.Patience);
            }

            if (result.Report is { } report)
            {
                memory.Poll.Accept(pod.Metadata.Uid, report.AsLast());
            }
            else
            {
                Log.LastSnapshotFailed(logger, EntityKey.Of(box), result.Error!);
                if (!box.HasVolume())
                {
                    return Step.Wait(
                        Reasons.FinalSnapshotPending, $"The pod holds the only copy of the newest changes and is not stopped before its last snapshot succeeds: {result.Error}",
                        options.SnapshotRetry);
                }
            }
        }

        await removal.DeleteAsync(box, pod, why, cancellationToken);
        return Step.Wait(Reasons.Stopping, $"The pod is stopped: {why}.");
    }
}

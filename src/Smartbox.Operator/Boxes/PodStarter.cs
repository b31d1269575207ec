using k8s.Models;
using Smartbox.Api;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Hosting;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Makes the next pod of a box: children and epoch at the same time, then the pod.</summary>
internal sealed class PodStarter(
    BoxChildren children, BoxSecrets secrets, ChildWriter writer, StatusWriter status, OperatorOptions options, ILogger<PodStarter> logger)
{
    /// <param name="plan">The box and its references.</param>
    /// <param name="memory">Its memory.</param>
    /// <param name="situation">What was found.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ProblemException">The pod cannot be made now.</exception>
    public async Task<Step> StartAsync(BoxPlan plan, BoxMemory memory, Situation situation, CancellationToken cancellationToken)
    {
        var box = plan.Box;
        var (storeKeys, problem) = await secrets.ReadAsync(plan, cancellationToken);
        if (problem is not null)
        {
            return Step.Blocked(problem, Step.Unwatched);
        }

        var known = box.Status?.Epoch ?? 0;
        var epoch = memory.UnusedEpoch is { } unused && (unused == known || unused == known + 1) ? unused : known + 1;

        // A box that was blocked is said to be starting only when it has its pod; otherwise each try would write two transitions.
        var wasBlocked = memory.UnusedEpoch is not null || Conditions.Find(box.Status?.Conditions, ConditionTypes.Stalled)?.Status == Conditions.True;
        memory.UnusedEpoch = epoch;
        var preparation = children.PrepareAsync(plan, storeKeys, cancellationToken);
        var begun = situation with { Epoch = epoch, Step = (Reasons.Starting, "The pod is being made.") };
        await Task.WhenAll(
            preparation,
            wasBlocked ? status.RaiseEpochAsync(box, epoch, cancellationToken) : status.WriteAsync(box, begun, cancellationToken));
        var pin = await preparation;

        return await CreateAsync(plan, memory, new PodStart(epoch, box.WasBackedUp(), pin, box.Status?.Restarts ?? 0), cancellationToken);
    }

    private async Task<Step> CreateAsync(BoxPlan plan, BoxMemory memory, PodStart start, CancellationToken cancellationToken)
    {
        var key = EntityKey.Of(plan.Box);
        var desired = BoxPod.Build(plan, start, new PodOptions { SidecarImage = options.SidecarImage, Version = options.Version });
        memory.UnusedEpoch = null;
        V1Pod pod;
        try
        {
            pod = await writer.EnsureAsync(desired, null, existing => existing.IsOwnedBy(plan.Box), _ => true, cancellationToken);
        }
        catch (ProblemException)
        {
            memory.UnusedEpoch = start.Epoch;
            throw;
        }
        catch (KubernetesException e) when (e.IsInvalid || e.StatusCode == 403)
        {
            memory.UnusedEpoch = start.Epoch;
            Log.PodRefused(logger, key, e.Message);
            return Step.Blocked(
                e.IsInvalid
                    ? new Problem(Reasons.InvalidSpec, $"The API server refuses the pod: {e.Message}")
                    : new Problem(Reasons.PodRefused, $"The API server does not admit the pod and is asked again: {e.Message}", NeedsPerson: false),
                Step.Unwatched);
        }

        if (pod.Epoch() == start.Epoch)
        {
            Metrics.PodStarts.Inc();
            Log.PodCreated(logger, key, start.Epoch);
            return Step.Wait(Reasons.Starting, "The pod was made.");
        }

        // An older pod of this box that the cache did not show.
        memory.UnusedEpoch = start.Epoch;
        return Step.Wait(Reasons.Starting, "Waiting for the view of an older pod.", TimeSpan.FromSeconds(1));
    }
}

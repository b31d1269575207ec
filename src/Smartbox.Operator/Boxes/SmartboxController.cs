using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Operator.Boxes;

/// <summary>Moves a box one step towards what its spec asks for, and writes what it found to its status.</summary>
internal sealed class SmartboxController(BoxView view, BoxMemories memories, BoxSteps steps, StatusWriter status) : IEntityController<SmartboxResource>
{
    public async Task<ReconciliationResult<SmartboxResource>> ReconcileAsync(SmartboxResource entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null)
        {
            // The finalizer's.
            return ReconciliationResult<SmartboxResource>.Success(entity);
        }

        var memory = memories.Of(entity);
        Step step;
        try
        {
            step = await steps.AdvanceAsync(entity, memory, cancellationToken);
        }
        catch (ProblemException e)
        {
            step = Step.Blocked(e.Problem, Step.Unwatched);
        }

        var wait = await status.WriteAsync(entity, view.Situation(entity, memory, step), cancellationToken);
        return ReconciliationResult<SmartboxResource>.Success(entity, wait is { } soon && !(step.RequeueAfter < soon) ? soon : step.RequeueAfter);
    }

    public Task DeletedAsync(EntityKey key, CancellationToken cancellationToken)
    {
        memories.Forget(key);
        return Task.CompletedTask;
    }
}

using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Pods;

/// <summary>Decides what follows from the states of a pod's containers.</summary>
internal static class PodPlan
{
    /// <param name="slots">In the order of the spec, init containers first.</param>
    /// <param name="restartPolicy">The pod's.</param>
    /// <param name="now">Now.</param>
    public static Plan Next(IReadOnlyList<ContainerSlot> slots, string restartPolicy, DateTimeOffset now)
    {
        List<ContainerSlot> start = [];
        List<ContainerSlot> waiting = [];
        foreach (var slot in slots.Where(s => s.Kind != ContainerKind.Main))
        {
            if (slot.Kind == ContainerKind.Sidecar)
            {
                if (!slot.IsRunning)
                {
                    Want(slot);
                }
            }
            else if (!slot.HasPassed && !slot.IsRunning)
            {
                if (slot.HasRun && restartPolicy == "Never")
                {
                    return new Plan([], [], IsOver: true);
                }

                Want(slot);
            }

            if (!slot.HasPassed)
            {
                return new Plan(start, waiting, IsOver: false);
            }
        }

        var isOver = true;
        foreach (var slot in slots.Where(s => s.Kind == ContainerKind.Main))
        {
            if (slot.IsRunning)
            {
                isOver = false;
            }
            else if (MayStart(slot, restartPolicy))
            {
                isOver = false;
                Want(slot);
            }
        }

        return isOver ? new Plan([], [], IsOver: true) : new Plan(start, waiting, IsOver: false);

        void Want(ContainerSlot slot) => (slot.NotBefore > now ? waiting : start).Add(slot);
    }

    /// <summary>Whether a main container that does not run is to run (again).</summary>
    public static bool MayStart(ContainerSlot slot, string restartPolicy) => slot.Ended is null || restartPolicy switch
    {
        "Never" => false,
        "OnFailure" => slot.Ended.ExitCode != 0,
        _ => true,
    };
}

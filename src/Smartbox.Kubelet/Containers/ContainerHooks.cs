using k8s.Models;
using Smartbox.Kubelet.Probes;

namespace Smartbox.Kubelet.Containers;

/// <summary>What a container wants done after its start and before its end.</summary>
internal static class ContainerHooks
{
    /// <returns>Why it failed, or null.</returns>
    public static async Task<string?> RunAsync(V1LifecycleHandler hook, ContainerRun run, NodeContext node, CancellationToken cancellationToken)
    {
        try
        {
            if (hook.Sleep is { } sleep)
            {
                await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), node.Time, cancellationToken).ConfigureAwait(false);
                return null;
            }

            var outcome = hook switch
            {
                { Exec: { } exec } => await ProbeAction.ExecAsync(exec, run, cancellationToken).ConfigureAwait(false),
                { HttpGet: { } http } => await ProbeAction.HttpAsync(http, run, node.Probes, cancellationToken).ConfigureAwait(false),
                _ => ProbeOutcome.Failure("the hook names no action"),
            };
            return outcome.IsSuccess ? null : outcome.Output;
        }
        catch (OperationCanceledException)
        {
            return "it did not end in time";
        }
    }
}

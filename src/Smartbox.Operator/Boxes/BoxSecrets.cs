using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Everything that a pod's start reads from Secrets of others.</summary>
internal sealed class BoxSecrets(StoreSecrets stores, BoxCredentials credentials)
{
    /// <returns>The bucket's keys, or what is missing.</returns>
    public async Task<(IDictionary<string, byte[]>? StoreKeys, Problem? Problem)> ReadAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        var own = credentials.CheckAsync(plan, cancellationToken);
        var (keys, problem) = await stores.ReadAsync(plan.Store, cancellationToken);
        return (keys, problem ?? await own);
    }

    /// <returns>The bucket's keys alone; null also when they are missing.</returns>
    public async Task<IDictionary<string, byte[]>?> ReadStoreKeysAsync(BoxPlan plan, CancellationToken cancellationToken) =>
        (await stores.ReadAsync(plan.Store, cancellationToken)).Data;
}

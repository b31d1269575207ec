using k8s.Models;
using Smartbox.Api;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Checks that the Secrets behind a box's credentials are there before its pod is made, so that the reason is shown and not a pod that never starts.</summary>
internal sealed class BoxCredentials(IKubernetesClient client)
{
    public async Task<Problem?> CheckAsync(BoxPlan plan, CancellationToken cancellationToken)
    {
        var references = CredentialSlots.Filled(plan).Select(filled => filled.Credential).ToLookup(credential => credential.SecretRef.Name, StringComparer.Ordinal);
        var secrets = await Task.WhenAll(references.Select(async group =>
            (Credentials: group, Secret: await client.GetAsync<V1Secret>(plan.Namespace, group.Key, cancellationToken))));
        foreach (var (credentials, secret) in secrets)
        {
            foreach (var credential in credentials)
            {
                var key = credential.SecretRef.Key;
                if (secret is null || secret.Data?.ContainsKey(key) != true)
                {
                    var what = secret is null ? "does not exist" : $"has no key {key}";
                    return new Problem(
                        Reasons.CredentialMissing, $"Secret {plan.Namespace}/{credential.SecretRef.Name} {what}, which credential {credential.Slot} names: create it.");
                }
            }
        }

        return null;
    }
}

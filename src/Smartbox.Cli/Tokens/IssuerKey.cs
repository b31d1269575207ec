using System.Text;
using k8s;
using Smartbox.Api;
using Smartbox.Cli.Kube;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Cli.Tokens;

/// <summary>The installation's built-in issuer: whoever may read its Secret may sign tokens.</summary>
internal static class IssuerKey
{
    public static async Task<SigningKey> ReadAsync(KubeAccess cluster, string systemNamespace, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await KubeErrors.TranslateAsync(
                () => cluster.Client.CoreV1.ReadNamespacedSecretAsync(Names.IssuerSecret, systemNamespace, cancellationToken: cancellationToken),
                cluster, $"read the Secret {Names.IssuerSecret} in namespace {systemNamespace}");
            return secret.Data?.TryGetValue(Names.PrivatePemKey, out var pem) == true
                ? SigningKey.FromPem(Encoding.UTF8.GetString(pem))
                : throw new CliException(ExitCodes.Failure, $"The Secret {Names.IssuerSecret} in namespace {systemNamespace} has no key {Names.PrivatePemKey}.");
        }
        catch (CliException e) when (e.ExitCode is ExitCodes.NotAllowed or ExitCodes.NotFound)
        {
            throw new CliException(ExitCodes.NotAllowed, $"{e.Message} Bring a token of your own: --token-file or SMARTBOX_TOKEN.", e);
        }
    }
}

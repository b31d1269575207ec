using System.Text;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Hosting;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Operator.Installation;

/// <summary>
/// The key pairs of the installation: whichever replica comes first makes them, and they are never changed. To rotate one, delete its Secret and
/// restart operator and gateway.
/// </summary>
internal sealed class InstallationKeys(IKubernetesClient client, OperatorOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile KeySet? _keys;

    /// <summary>Reads the key pairs, and makes the missing ones, at the first call.</summary>
    /// <exception cref="KubernetesException">The API server refuses.</exception>
    /// <exception cref="InvalidOperationException">A Secret of that name holds no key pair.</exception>
    public async Task<KeySet> GetAsync(CancellationToken cancellationToken)
    {
        if (_keys is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_keys is null)
            {
                await EnsureAsync(Names.IssuerSecret, cancellationToken);
                var gateway = await EnsureAsync(Names.GatewayKeySecret, cancellationToken);
                var own = await EnsureAsync(Names.OperatorKeySecret, cancellationToken);
                _keys = new KeySet(Text(gateway, Names.PublicPemKey), Text(own, Names.PublicPemKey), SigningKey.FromPem(Text(own, Names.PrivatePemKey)));
            }

            return _keys;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _keys?.Operator.Dispose();
    }

    private async Task<V1Secret> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        if (await client.GetAsync<V1Secret>(options.Namespace, name, cancellationToken) is { } existing)
        {
            return existing;
        }

        try
        {
            return await client.CreateAsync(NewPair(name), cancellationToken);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            return await client.GetAsync<V1Secret>(options.Namespace, name, cancellationToken)
                ?? throw new InvalidOperationException($"Secret {options.Namespace}/{name} comes and goes.", e);
        }
    }

    private V1Secret NewPair(string name)
    {
        using var key = SigningKey.Create();
        return new V1Secret
        {
            ApiVersion = V1Secret.KubeApiVersion,
            Kind = V1Secret.KubeKind,
            Type = "Opaque",
            Metadata = Ownership.NamespaceChild(options.Namespace, name, "keys", options.Version),
            Data = new Dictionary<string, byte[]>
            {
                [Names.PrivatePemKey] = Encoding.ASCII.GetBytes(key.ExportPrivatePem()),
                [Names.PublicPemKey] = Encoding.ASCII.GetBytes(key.ExportPublicPem()),
            },
        };
    }

    private static string Text(V1Secret secret, string key) =>
        secret.Data is not null && secret.Data.TryGetValue(key, out var value)
            ? Encoding.UTF8.GetString(value)
            : throw new InvalidOperationException(
                $"Secret {secret.Metadata.NamespaceProperty}/{secret.Metadata.Name} has no key {key}; delete it so that the operator makes a new one.");

    /// <summary>What the operator needs of the key pairs.</summary>
    internal sealed record KeySet(string GatewayPublicPem, string OperatorPublicPem, SigningKey Operator);
}

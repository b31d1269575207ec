using k8s;
using k8s.Models;
using Smartbox.Kubernetes;
using Smartbox.Operator.Hosting;
using KubernetesException = Smartbox.Kubernetes.KubernetesException;

namespace Smartbox.Operator.Installation;

/// <summary>
/// Makes what an installation needs once: key pairs, and the tiers and types of the catalogue that are missing. Each is a create of a fixed name that does
/// nothing when the name exists, so that every replica may do it.
/// </summary>
internal sealed class Installer(IKubernetesClient client, InstallationKeys keys, OperatorOptions options, TimeProvider time, ILogger<Installer> logger)
    : BackgroundService
{
    /// <value>5 s.</value>
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await InstallAsync(stoppingToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Also an API server that is not there yet, or CRDs that are installed after the operator.
                Log.InstallationFailed(logger, e.Message);
                await Task.Delay(s_retry, time, stoppingToken);
            }
        }
    }

    internal async Task InstallAsync(CancellationToken cancellationToken)
    {
        await keys.GetAsync(cancellationToken);
        if (!options.InstallCatalog)
        {
            return;
        }

        var (tiers, types) = Catalog.Read(options.CompanionImage);
        foreach (var tier in tiers)
        {
            await CreateAsync(tier, cancellationToken);
        }

        foreach (var type in types)
        {
            await CreateAsync(type, cancellationToken);
        }
    }

    private async Task CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        try
        {
            await client.CreateAsync(entity, cancellationToken);
            Log.Installed(logger, entity.Kind, entity.Metadata.Name);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            // The cluster's own numbers stay.
        }
        catch (KubernetesException e) when (e.StatusCode == 403)
        {
            // A namespaced installation may not; its cluster's administrators bring tiers and types.
            Log.NotInstalled(logger, entity.Kind, entity.Metadata.Name);
        }
    }
}

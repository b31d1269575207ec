using k8s;

namespace Smartbox.Kubernetes.Client;

/// <summary>Makes connections that share nothing, so that load on one does not hold up another.</summary>
internal sealed class ApiConnectionFactory(KubernetesClientSettings settings)
{
    private readonly Lazy<KubernetesClientConfiguration> _configuration = new(() => ClientConfiguration.Resolve(settings));

    public KubernetesClientConfiguration Configuration => _configuration.Value;

    public ApiConnection Create() => new(_configuration.Value, settings.UserAgent);
}

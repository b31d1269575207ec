using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;

namespace Smartbox.Kubernetes.Informers;

/// <summary>The kinds that a host caches: one informer each, however many ask for it.</summary>
internal sealed class InformerCatalog
{
    private readonly Dictionary<Type, object> _specs = [];

    public static InformerCatalog Of(IServiceCollection services)
    {
        var existing = services.FirstOrDefault(d => d.ServiceType == typeof(InformerCatalog))?.ImplementationInstance as InformerCatalog;
        if (existing is not null)
        {
            return existing;
        }

        var catalog = new InformerCatalog();
        services.AddSingleton(catalog);
        return catalog;
    }

    /// <exception cref="InvalidOperationException">The kind is cached already, with another selector or transform.</exception>
    public void Add<T>(IServiceCollection services, InformerSpec<T> spec)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        if (_specs.TryGetValue(typeof(T), out var known))
        {
            var first = (InformerSpec<T>)known;
            if (first.LabelSelector != spec.LabelSelector || (spec.Transform is not null && spec.Transform != first.Transform))
            {
                throw new InvalidOperationException(
                    $"{typeof(T).Name} is cached with the selector '{first.LabelSelector}' already; a program has one cache of each kind, so that selector and transform must agree.");
            }

            return;
        }

        _specs.Add(typeof(T), spec);
        services.AddSingleton(provider => new Informer<T>(
            spec,
            provider.GetRequiredService<ApiConnection>(),
            provider.GetRequiredService<KubernetesClientSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared.NextDouble,
            provider.GetRequiredService<ILogger<Informer<T>>>()));
        services.AddSingleton<IInformer>(provider => provider.GetRequiredService<Informer<T>>());
        services.AddSingleton<IEntityCache<T>>(provider => provider.GetRequiredService<Informer<T>>().Store);
        services.AddSingleton<IEntityEvents<T>>(provider => provider.GetRequiredService<Informer<T>>().Store);
    }
}

using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;

namespace Smartbox.Kubernetes.Controllers;

internal sealed class OperatorBuilder(IServiceCollection services) : IOperatorBuilder
{
    public IOperatorBuilder AddController<TController, TEntity>(Action<IControllerBuilder<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var spec = new ControllerSpec<TEntity>(EntityType.Of<TEntity>().Kind.ToLowerInvariant());
        var builder = new ControllerBuilder<TEntity>(services, spec).For();
        configure?.Invoke(builder);

        services.TryAddSingleton<TController>();
        services.AddSingleton<IControllerLoop>(provider => new ControllerLoop<TEntity>(
            spec,
            new Reconciler<TEntity>(
                provider.GetRequiredService<TController>(),
                [.. provider.GetServices<FinalizerRegistration<TEntity>>()],
                provider.GetRequiredService<IEntityCache<TEntity>>(),
                provider.GetRequiredService<IKubernetesClient>()),
            provider,
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared.NextDouble,
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<TController>()));
        return this;
    }

    public IOperatorBuilder AddFinalizer<TFinalizer, TEntity>(string identifier)
        where TFinalizer : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        services.TryAddSingleton<TFinalizer>();
        services.AddSingleton(provider => new FinalizerRegistration<TEntity>(identifier, provider.GetRequiredService<TFinalizer>()));
        return this;
    }
}

using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Kubernetes.Events;
using Smartbox.Kubernetes.Informers;
using Smartbox.Kubernetes.LeaderElection;

namespace Smartbox.Kubernetes;

/// <summary>Adds the runtime to a host.</summary>
public static class KubernetesServices
{
    /// <summary>Adds <see cref="IKubernetesClient"/> and <see cref="ISubresourceClient"/>. May be called more than once: the settings are the same ones.</summary>
    public static IServiceCollection AddKubernetesClient(this IServiceCollection services, Action<KubernetesClientSettings>? configure = null)
    {
        configure?.Invoke(ClientSettings(services));
        return services;
    }

    /// <summary>Adds <see cref="IEntityCache{T}"/> and <see cref="IEntityEvents{T}"/> of a kind, kept current from the host's start to its stop.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="labelSelector">Only objects with these labels; null for all.</param>
    /// <param name="transform">Strips what the program does not need before an object is cached.</param>
    public static IServiceCollection AddKubernetesCache<T>(
        this IServiceCollection services, string? labelSelector = null, Func<T, T>? transform = null)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        ClientSettings(services);
        InformerCatalog.Of(services).Add(services, new InformerSpec<T>(labelSelector, transform));
        return services;
    }

    /// <summary>Adds an operator; its controllers are added to what is returned.</summary>
    /// <exception cref="ArgumentException">Settings that cannot work.</exception>
    public static IOperatorBuilder AddKubernetesOperator(this IServiceCollection services, Action<OperatorSettings>? configure = null)
    {
        var settings = new OperatorSettings { Client = ClientSettings(services) };
        configure?.Invoke(settings);
        settings.Validate();
        settings.Identity ??= $"{Environment.MachineName}_{Guid.NewGuid():N}";

        services.AddSingleton(settings);
        services.AddSingleton(provider => new OperatorElection(
            settings.LeaderElection ? CreateElector(provider, settings) : null));
        services.AddSingleton(provider => new EventRecorder(
            CreateEventClient(provider),
            settings.Name,
            settings.Identity[..Math.Min(settings.Identity.Length, 128)],
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventRecorder>>()));
        services.AddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddSingleton<OperatorHost>();
        services.AddSingleton<IOperatorHealth>(provider => provider.GetRequiredService<OperatorHost>());
        services.AddHostedService(provider => provider.GetRequiredService<OperatorHost>());

        // The host must not give up while reconciles still may finish.
        var stopTime = settings.ShutdownTimeout + (OperatorHost.Grace * 5);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = options.ShutdownTimeout > stopTime ? options.ShutdownTimeout : stopTime);
        return new OperatorBuilder(services);
    }

    private static KubernetesClientSettings ClientSettings(IServiceCollection services)
    {
        if (services.FirstOrDefault(d => d.ServiceType == typeof(KubernetesClientSettings))?.ImplementationInstance is KubernetesClientSettings existing)
        {
            return existing;
        }

        var settings = new KubernetesClientSettings();
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiConnectionFactory>();
        services.AddSingleton(provider => provider.GetRequiredService<ApiConnectionFactory>().Create());
        services.AddSingleton<OwnWrites>();
        services.AddSingleton(provider => new EntityClient(
            provider.GetRequiredService<ApiConnection>(),
            new RetryPolicy(5, settings.RequestTimeout),
            settings.PageSize,
            provider.GetRequiredService<OwnWrites>(),
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared.NextDouble));
        services.AddSingleton<IKubernetesClient>(provider => provider.GetRequiredService<EntityClient>());
        services.AddSingleton<ISubresourceClient>(provider => provider.GetRequiredService<EntityClient>());
        services.AddSingleton<InformerSet>();
        services.AddHostedService(provider => provider.GetRequiredService<InformerSet>());
        return settings;
    }

    private static LeaderElector CreateElector(IServiceProvider provider, OperatorSettings settings)
    {
        var factory = provider.GetRequiredService<ApiConnectionFactory>();
        var time = provider.GetRequiredService<TimeProvider>();
        var ns = settings.Namespace ?? factory.Configuration.Namespace ?? "default";
        var client = new LeaseClient(factory.Create(), ns, settings.Name, settings.RenewDeadline / 2, time);
        return new LeaderElector(
            client,
            new ElectionSettings(settings.Name, settings.Identity!, settings.LeaseDuration, settings.RenewDeadline, settings.RetryPeriod),
            time,
            Random.Shared.NextDouble,
            provider.GetRequiredService<ILogger<LeaderElector>>());
    }

    private static EntityClient CreateEventClient(IServiceProvider provider) => new(
        provider.GetRequiredService<ApiConnectionFactory>().Create(),
        new RetryPolicy(2, TimeSpan.FromSeconds(10)),
        pageSize: 1,
        new NoWriteObserver(),
        provider.GetRequiredService<TimeProvider>(),
        Random.Shared.NextDouble);
}

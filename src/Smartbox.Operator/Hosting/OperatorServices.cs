using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Boxes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Installation;
using Smartbox.Operator.Stores;

namespace Smartbox.Operator.Hosting;

/// <summary>Puts the operator together.</summary>
internal static class OperatorServices
{
    /// <summary>Everything but the runtime, which brings client, caches and event recorder.</summary>
    public static IServiceCollection AddSmartbox(this IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new BackupOptions());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Func<double>>(Random.Shared.NextDouble);
        services.AddSingleton<InstallationKeys>();
        services.AddSingleton<IBackupControl>(provider => new GrpcBackupControl(
            provider.GetRequiredService<InstallationKeys>(), provider.GetRequiredService<BackupOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<References>();
        services.AddSingleton<BoxView>();
        services.AddSingleton<BoxMemories>();
        services.AddSingleton<BoxSteps>();
        services.AddSingleton<BoxCredentials>();
        services.AddSingleton<BoxSecrets>();
        services.AddSingleton<StoreSecrets>();
        services.AddSingleton<NamespaceObjects.Caches>();
        services.AddSingleton<NamespaceObjects>();
        services.AddSingleton<BoxChildren.Caches>();
        services.AddSingleton<BoxChildren>();
        services.AddSingleton<ChildWriter>();
        services.AddSingleton<StatusWriter>();
        services.AddSingleton<PodStarter>();
        services.AddSingleton<PodStop>();
        services.AddSingleton<PodRemoval>();
        return services;
    }

    /// <summary>What makes the controllers run.</summary>
    public static IOperatorBuilder AddSmartboxControllers(this IOperatorBuilder builder, OperatorOptions options) => builder
        .AddController<SmartboxController, SmartboxResource>(controller => controller
            .Owns<V1Pod>(Ownership.BoxSelector, PodTransform.Strip)
            .Watches<V1PersistentVolumeClaim>(BoxOf, Ownership.BoxSelector)
            .Watches<V1ConfigMap>(BoxOf, Ownership.Selector, ContentDigest.Strip)
            .Watches<V1NetworkPolicy>(BoxOf, Ownership.Selector)
            .Watches<SmartboxTierResource>((tier, services) => Boxes(services, box => box.Spec.EffectiveTier() == tier.Metadata.Name))
            .Watches<SmartboxTypeResource>((type, services) => Boxes(services, box => box.Spec.EffectiveType() == type.Metadata.Name))
            .Watches<SmartboxStoreResource>((store, services) => Boxes(services, box => box.Spec.EffectiveStore() == store.Metadata.Name))
            .WithMaxConcurrency(options.MaxConcurrency))
        .AddFinalizer<FinalSnapshotFinalizer, SmartboxResource>(Names.FinalSnapshotFinalizer)
        .AddController<SmartboxStoreController, SmartboxStoreResource>(controller => controller.WithMaxConcurrency(1));

    /// <summary>The box that a child names in its label; for what boxes share, a few running boxes of the namespace, each of which repairs it for all.</summary>
    internal static IEnumerable<EntityKey> BoxOf<T>(T child, IServiceProvider services)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta>
    {
        var ns = child.Metadata.NamespaceProperty;
        if (child.Label(Labels.Box) is { } name)
        {
            return [new EntityKey(ns, name)];
        }

        return services.GetRequiredService<IEntityCache<SmartboxResource>>().List(ns).Where(box => box.Status?.Pod is not null).Take(3).Select(EntityKey.Of);
    }

    private static IEnumerable<EntityKey> Boxes(IServiceProvider services, Func<SmartboxResource, bool> matches) =>
        services.GetRequiredService<IEntityCache<SmartboxResource>>().List().Where(matches).Select(EntityKey.Of);
}

using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Boxes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Hosting;
using Smartbox.Operator.Status;
using KubernetesException = Smartbox.Kubernetes.KubernetesException;

namespace Smartbox.Operator.Tests.Fakes;

/// <summary>A cluster with a tier, a type, a store and one box, and an operator whose runs the test triggers.</summary>
internal sealed class World
{
    public const string Ns = "team-a";
    public const string Name = "alice";
    public const string SystemNs = Names.SystemNamespace;

    private ServiceProvider _services;

    public World()
    {
        Cluster = new FakeCluster(Time);
        Cluster.Put(Samples.Tier());
        Cluster.Put(Samples.Type());
        Cluster.Put(Samples.Store());
        Cluster.Put(Samples.StoreSecret());
        _services = Start();
        var box = Samples.Box();
        box.Metadata.Finalizers = [Names.FinalSnapshotFinalizer];
        Cluster.Put(box);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-25T08:00:00Z"));

    public FakeCluster Cluster { get; }

    public FakeBackup Backup { get; } = new();

    public FakeEvents Events { get; } = new();

    public SmartboxResource? Box => Cluster.Find<SmartboxResource>(Ns, Name);

    public V1Pod? Pod => Cluster.Find<V1Pod>(Ns, Name);

    public V1PersistentVolumeClaim? Claim => Cluster.Find<V1PersistentVolumeClaim>(Ns, Names.StateClaim(Name));

    public V1Secret? Keys => Cluster.Find<V1Secret>(Ns, Names.Keys(Name));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another operator process: it remembers nothing.</summary>
    public void RestartOperator() => _services = Start();

    public void ChangeBox(Action<SmartboxResource> change) => Cluster.Change<SmartboxResource>(Ns, Name, box =>
    {
        change(box);
        box.Metadata.Generation++;
    });

    /// <summary>One run, as the runtime makes it.</summary>
    /// <returns>When it wants to run again.</returns>
    public async Task<TimeSpan?> RunAsync()
    {
        if (Box is not { } box)
        {
            return null;
        }

        if (box.Metadata.DeletionTimestamp is null)
        {
            return (await Get<SmartboxController>().ReconcileAsync(box, CancellationToken.None)).RequeueAfter;
        }

        var result = await Get<FinalSnapshotFinalizer>().FinalizeAsync(box, CancellationToken.None);
        if (result.IsSuccess && result.RequeueAfter is null)
        {
            Cluster.Remove<SmartboxResource>(Ns, Name);
        }

        return result.RequeueAfter;
    }

    /// <summary>Runs until no run changes anything any more; errors of the API server are followed by another run, as in the runtime.</summary>
    public async Task SettleAsync()
    {
        for (var run = 0; run < 20; run++)
        {
            var before = Cluster.Changes;
            try
            {
                await RunAsync();
                if (Cluster.Changes == before)
                {
                    return;
                }
            }
            catch (KubernetesException)
            {
                // The runtime runs again.
            }
        }

        throw new InvalidOperationException($"The operator does not come to rest: {string.Join(", ", Cluster.Writes.TakeLast(12))}");
    }

    /// <summary>Creates the box's pod and lets it become ready.</summary>
    public async Task BecomeReadyAsync()
    {
        await SettleAsync();
        RunPod();
        await SettleAsync();
    }

    /// <summary>What scheduler and kubelet do to a pod that starts well.</summary>
    public void RunPod()
    {
        if (Claim is { } claim)
        {
            claim.Status = new V1PersistentVolumeClaimStatus { Phase = "Bound" };
            Cluster.Put(claim);
        }

        Cluster.Change<V1Pod>(Ns, Name, pod => Pods.Run(pod, Time.GetUtcNow()));
    }

    public void ChangePod(Action<V1Pod> change) => Cluster.Change(Ns, Name, change);

    /// <summary>The kubelet has ended a pod that was being deleted.</summary>
    public void EndPod()
    {
        Cluster.Remove<V1Pod>(Ns, Name);
        if (Claim is { Metadata.DeletionTimestamp: not null })
        {
            Cluster.Remove<V1PersistentVolumeClaim>(Ns, Names.StateClaim(Name));
        }
    }

    public void DeleteBox() => Cluster.Delete(Box!);

    public V1Condition Condition(string type) => Conditions.Find(Box?.Status?.Conditions, type)
        ?? throw new InvalidOperationException($"There is no condition {type}.");

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSmartbox(new OperatorOptions { SidecarImage = "registry.example/sidecar:1" });
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
        services.Replace(ServiceDescriptor.Singleton<Func<double>>(() => 0.5));
        services.Replace(ServiceDescriptor.Singleton<IBackupControl>(Backup));
        services.AddSingleton<IKubernetesClient>(Cluster);
        services.AddSingleton<IEventRecorder>(Events);
        services.AddSingleton<IEntityCache<SmartboxResource>>(new FakeCache<SmartboxResource>(Cluster));
        services.AddSingleton<IEntityCache<SmartboxTierResource>>(new FakeCache<SmartboxTierResource>(Cluster));
        services.AddSingleton<IEntityCache<SmartboxTypeResource>>(new FakeCache<SmartboxTypeResource>(Cluster));
        services.AddSingleton<IEntityCache<SmartboxStoreResource>>(new FakeCache<SmartboxStoreResource>(Cluster));
        services.AddSingleton<IEntityCache<V1Pod>>(new FakeCache<V1Pod>(Cluster, Has(Labels.Box), PodTransform.Strip));
        services.AddSingleton<IEntityCache<V1PersistentVolumeClaim>>(new FakeCache<V1PersistentVolumeClaim>(Cluster, Has(Labels.Box)));
        services.AddSingleton<IEntityCache<V1ConfigMap>>(new FakeCache<V1ConfigMap>(Cluster, Has(Labels.ManagedBy), ContentDigest.Strip));
        services.AddSingleton<IEntityCache<V1NetworkPolicy>>(new FakeCache<V1NetworkPolicy>(Cluster, Has(Labels.ManagedBy)));
        services.AddSingleton<SmartboxController>();
        services.AddSingleton<FinalSnapshotFinalizer>();
        return services.BuildServiceProvider();
    }

    private static Func<IKubernetesObject<V1ObjectMeta>, bool> Has(string label) => entity => entity.Label(label) is not null;
}

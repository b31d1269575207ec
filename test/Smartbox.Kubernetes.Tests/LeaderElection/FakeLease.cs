using k8s.Models;
using Smartbox.Kubernetes.LeaderElection;

namespace Smartbox.Kubernetes.Tests.LeaderElection;

/// <summary>The lease as the API server keeps it: one object, each change of it checked against its version.</summary>
internal sealed class FakeLease
{
    private readonly Lock _lock = new();
    private long _version;
    private V1Lease? _lease;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Holder => _lease?.Spec.HolderIdentity;

    public int Transitions => _lease?.Spec.LeaseTransitions ?? 0;

    public int Writes { get; private set; }

    /// <summary>A replica's way to the lease, which can be cut.</summary>
    public sealed class Client(FakeLease lease, TimeProvider time) : ILeaseClient
    {
        public bool IsCut { get; set; }

        public Task<V1Lease?> GetAsync(CancellationToken cancellationToken)
        {
            Check();
            return Task.FromResult(lease._lease);
        }

        public Task<V1Lease> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken) => Write(spec, null);

        public Task<V1Lease> UpdateAsync(V1LeaseSpec spec, string resourceVersion, CancellationToken cancellationToken) => Write(spec, resourceVersion);

        public async Task<V1Lease?> NextAsync(string resourceVersion, TimeSpan atMost, CancellationToken cancellationToken)
        {
            Check();
            Task changed;
            lock (lease._lock)
            {
                if (lease._lease?.Metadata.ResourceVersion != resourceVersion)
                {
                    return lease._lease;
                }

                changed = lease._changed.Task;
            }

            await Task.WhenAny(changed, Task.Delay(atMost, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            Check();
            return changed.IsCompleted ? lease._lease : null;
        }

        private void Check()
        {
            if (IsCut)
            {
                throw new KubernetesException(0, null, "the connection is cut");
            }
        }

        private Task<V1Lease> Write(V1LeaseSpec spec, string? expected)
        {
            Check();
            lock (lease._lock)
            {
                if (lease._lease?.Metadata.ResourceVersion != expected)
                {
                    throw new KubernetesException(409, null, "somebody was faster");
                }

                lease._version++;
                lease.Writes++;
                lease._lease = new V1Lease
                {
                    Metadata = new V1ObjectMeta { Name = "lease", ResourceVersion = lease._version.ToString() },
                    Spec = spec with { },
                };
                var changed = lease._changed;
                lease._changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed.SetResult();
                return Task.FromResult(lease._lease);
            }
        }
    }
}

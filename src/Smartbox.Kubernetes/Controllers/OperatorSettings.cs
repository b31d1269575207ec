using Smartbox.Kubernetes.Client;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>Names an operator and says how its replicas share the work.</summary>
public sealed class OperatorSettings
{
    /// <summary>Name of the operator: its lease, its events' reporting controller.</summary>
    /// <value><c>operator</c>.</value>
    public string Name { get; set; } = "operator";

    /// <summary>Namespace of the lease.</summary>
    /// <value>Null: the pod's own namespace, else <c>default</c>.</value>
    public string? Namespace { get; set; }

    /// <summary>Names this replica among its equals.</summary>
    /// <value>Null: the host's name and a random part.</value>
    public string? Identity { get; set; }

    /// <summary>Whether only the holder of the lease reconciles.</summary>
    /// <value>True.</value>
    public bool LeaderElection { get; set; } = true;

    /// <summary>How long a lease that is not renewed keeps others out.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader goes on without a successful renewal before it ends.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two attempts to get or renew the lease.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long running reconciles may take to finish when the process stops.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How the API server is reached, and which namespaces are watched.</summary>
    public KubernetesClientSettings Client { get; internal init; } = new();

    /// <summary>Sets <see cref="Name"/>.</summary>
    public OperatorSettings WithName(string name)
    {
        Name = name;
        return this;
    }

    /// <exception cref="ArgumentException">Names every value that cannot work.</exception>
    internal void Validate()
    {
        List<string> errors = [];
        Check(!string.IsNullOrWhiteSpace(Name), "Name is empty.");
        Check(RenewDeadline < LeaseDuration, "RenewDeadline must be shorter than LeaseDuration, or two replicas act at once.");
        Check(RetryPeriod > TimeSpan.Zero && RetryPeriod * 2 < RenewDeadline, "RetryPeriod must be shorter than half of RenewDeadline.");
        Check(ShutdownTimeout > TimeSpan.Zero, "ShutdownTimeout must be positive.");
        Check(Client.PageSize > 0, "Client.PageSize must be positive.");
        if (errors.Count > 0)
        {
            throw new ArgumentException($"The settings of the operator are not valid: {string.Join(' ', errors)}");
        }

        void Check(bool isGood, string error)
        {
            if (!isGood)
            {
                errors.Add(error);
            }
        }
    }
}

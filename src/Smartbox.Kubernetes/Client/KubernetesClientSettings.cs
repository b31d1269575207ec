using k8s;

namespace Smartbox.Kubernetes.Client;

/// <summary>How a program reaches the API server.</summary>
public sealed class KubernetesClientSettings
{
    /// <summary>Address and credentials, ready made.</summary>
    /// <value>Null: found by <see cref="KubeconfigPath"/>.</value>
    public KubernetesClientConfiguration? Configuration { get; set; }

    /// <summary>A kubeconfig file.</summary>
    /// <value>Null: the files of <c>KUBECONFIG</c>, else the pod's service account, else <c>~/.kube/config</c>; without any of them the program does not start.</value>
    public string? KubeconfigPath { get; set; }

    /// <summary>A context of the kubeconfig.</summary>
    /// <value>Null: its current one.</value>
    public string? Context { get; set; }

    /// <summary>What the API server's audit log calls the program.</summary>
    /// <value>The name of the entry assembly.</value>
    public string? UserAgent { get; set; }

    /// <summary>The namespaces whose objects are watched; cluster-scoped kinds are always watched whole.</summary>
    /// <value>Empty: all of them.</value>
    public IList<string> WatchNamespaces { get; } = [];

    /// <summary>How long one attempt of a call may take, watches aside.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Objects per page of a list.</summary>
    /// <value>500.</value>
    public int PageSize { get; set; } = 500;

    /// <summary>How often subscribers are reminded of everything there is; each time 10 % longer or shorter.</summary>
    /// <value>10 hours.</value>
    public TimeSpan ResyncPeriod { get; set; } = TimeSpan.FromHours(10);

    /// <summary>Ends the program with an error when code changes a cached object; costs CPU and is for tests.</summary>
    /// <value>False.</value>
    public bool DetectCacheMutations { get; set; }
}

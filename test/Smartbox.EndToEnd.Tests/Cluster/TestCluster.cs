namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>A real Kubernetes, found by KUBECONFIG (which <c>test/with-cluster</c> sets) or started by Testcontainers.</summary>
internal sealed class TestCluster
{
    private static readonly Lazy<Task<TestCluster>> s_instance = new(FindAsync);

    private TestCluster(string? kubeconfig, string? missing)
    {
        Kubeconfig = kubeconfig;
        Missing = missing;
    }

    private string? Kubeconfig { get; }

    /// <summary>Why there is no cluster, in one line; null when there is one.</summary>
    private string? Missing { get; }

    /// <summary>The cluster, or a skipped test with the reason.</summary>
    public static async Task<TestCluster> RequireAsync()
    {
        var cluster = await s_instance.Value;
        Skip.If(cluster.Missing is not null, cluster.Missing);
        return cluster;
    }

    /// <summary>kubectl's output; an error throws.</summary>
    public async Task<string> KubectlAsync(params string[] arguments) => (await TryKubectlAsync(arguments)).OrThrow();

    public Task<ShellResult> TryKubectlAsync(params string[] arguments) => Shell.RunAsync("kubectl", arguments, environment: Environment);

    /// <summary>Applies manifests given as text.</summary>
    public async Task<string> ApplyAsync(string manifests, string? ns = null) => (await TryApplyAsync(manifests, ns)).OrThrow();

    public Task<ShellResult> TryApplyAsync(string manifests, string? ns = null, params string[] options) =>
        Shell.RunAsync("kubectl", ["apply", "-f", "-", .. ns is null ? Array.Empty<string>() : ["-n", ns], .. options], manifests, Environment);

    /// <summary>A field by JSONPath, empty when it is absent; null when the object is.</summary>
    public async Task<string?> FieldAsync(string ns, string kind, string name, string jsonPath)
    {
        var result = await TryKubectlAsync("get", kind, name, "-n", ns, "-o", $"jsonpath={jsonPath}");
        return result.ExitCode == 0 ? result.Output : result.Error.Contains("NotFound", StringComparison.Ordinal) ? null : result.OrThrow();
    }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig! };

    private static async Task<TestCluster> FindAsync()
    {
        if (!await Shell.HasAsync("kubectl"))
        {
            return new TestCluster(null, "Skipped: no cluster, since kubectl is not on PATH.");
        }

        if (System.Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } kubeconfig)
        {
            return new TestCluster(kubeconfig, null);
        }

        try
        {
            return new TestCluster(await DockerCluster.StartAsync(), null);
        }
        // Whatever keeps Docker from starting a container is the reason to skip, and the test output shows it.
        catch (Exception e)
        {
            return new TestCluster(null, $"Skipped: no cluster: KUBECONFIG is not set, and K3s did not start in Docker ({e.Message.ReplaceLineEndings(" ")}).");
        }
    }
}

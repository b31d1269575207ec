using System.Diagnostics;

namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>Smartbox as <c>kubectl apply -k config/default</c> installs it, once for all tests, with a tiny tier and a store.</summary>
internal sealed class Installation
{
    /// <summary>A tier small enough for many boxes on a small test node.</summary>
    public const string TinyTier = "e2e-tiny";

    private static readonly string s_run = Guid.NewGuid().ToString("n")[..8];

    private static readonly Lazy<Task<Installation>> s_instance = new(InstallAsync);

    private Installation(TestCluster cluster, S3Server s3)
    {
        Cluster = cluster;
        S3 = s3;
    }

    public TestCluster Cluster { get; }

    public S3Server S3 { get; }

    /// <summary>The installation, or a skipped test with the reason.</summary>
    public static async Task<Installation> RequireAsync()
    {
        await TestCluster.RequireAsync();
        S3Server.Require();
        return await s_instance.Value;
    }

    /// <summary>A new namespace.</summary>
    public async Task<string> NamespaceAsync(string prefix)
    {
        var name = $"{prefix}-{Guid.NewGuid().ToString("n")[..8]}";
        await Cluster.ApplyAsync($$"""
            apiVersion: v1
            kind: Namespace
            metadata: {name: {{name}}, labels: {smartbox.test/run: {{s_run}} } }
            """);
        return name;
    }

    /// <summary>Makes a store that reaches the S3 server by another address, such as a proxy's.</summary>
    public Task CreateStoreAsync(string name, string endpoint) => Cluster.ApplyAsync($$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{name}}-store, namespace: smartbox-system}
        stringData: {accessKeyId: {{S3.Key}}, secretAccessKey: {{S3.Secret}}}
        ---
        apiVersion: smartbox.dev/v1alpha1
        kind: SmartboxStore
        metadata: {name: {{name}}}
        spec:
          s3: {endpoint: "{{endpoint}}", region: {{S3.Region}}, bucket: {{S3.Bucket}}, forcePathStyle: true}
          credentials: {secretRef: {namespace: smartbox-system, name: {{name}}-store} }
        """);

    /// <summary>Makes a tier that asks for next to nothing.</summary>
    public Task CreateTierAsync(string name, string memory) => Cluster.ApplyAsync($$"""
        apiVersion: smartbox.dev/v1alpha1
        kind: SmartboxTier
        metadata: {name: {{name}} }
        spec:
          resources: {limits: {cpu: "1", memory: {{memory}} }, requests: {cpu: 10m, memory: {{memory}} } }
          state: {size: 64Mi}
        """);

    /// <summary>A box, of the tiny tier unless another is named.</summary>
    public Task CreateBoxAsync(string ns, string name, string owner, string? store = null, string? tier = null) => Cluster.ApplyAsync($$"""
        apiVersion: smartbox.dev/v1alpha1
        kind: Smartbox
        metadata: {name: {{name}}}
        spec:
          owner: {{owner}}
          tier: {{tier ?? TinyTier}}
          backup: {store: {{store ?? "default"}}, interval: 10s}
        """, ns);

    public async Task WaitReadyAsync(string ns, string name, TimeSpan? timeout = null)
    {
        var result = await Cluster.TryKubectlAsync(
            "wait", "--for=condition=Ready", $"smartbox/{name}", "-n", ns, $"--timeout={(int)(timeout ?? TimeSpan.FromSeconds(90)).TotalSeconds}s");
        if (result.ExitCode != 0)
        {
            throw new TimeoutException($"{ns}/{name} did not become Ready: {result.Error}\n{await DescribeAsync(ns, name)}");
        }
    }

    /// <summary>One message by the CLI, and its answer.</summary>
    public async Task<string> ChatAsync(string ns, string name, string text, params string[] options) =>
        (await TryChatAsync(ns, name, text, options)).OrThrow().Trim();

    public Task<ShellResult> TryChatAsync(string ns, string name, string text, params string[] options) =>
        Shell.RunAsync(Repository.Cli, ["chat", name, "-n", ns, "-m", text, .. options], environment: Cluster.Environment);

    public Task<ShellResult> CliAsync(params string[] arguments) => Shell.RunAsync(Repository.Cli, arguments, environment: Cluster.Environment);

    /// <summary>What a person would look at when a box does not do as it should.</summary>
    public async Task<string> DescribeAsync(string ns, string name)
    {
        var parts = await Task.WhenAll(
            Cluster.TryKubectlAsync("get", "smartbox", name, "-n", ns, "-o", "yaml"),
            Cluster.TryKubectlAsync("describe", "pod", name, "-n", ns),
            Cluster.TryKubectlAsync("logs", name, "-n", ns, "--all-containers", "--prefix", "--tail=40"),
            Cluster.TryKubectlAsync("logs", "deploy/smartbox-operator", "-n", "smartbox-system", "--tail=60"));
        return string.Join("\n---\n", parts.Select(p => p.Output + p.Error));
    }

    private static async Task<Installation> InstallAsync()
    {
        var installation = new Installation(await TestCluster.RequireAsync(), S3Server.Require());
        var cluster = installation.Cluster;
        await cluster.KubectlAsync("apply", "-k", Path.Combine(Repository.Root, "config", "default"));
        await cluster.KubectlAsync("wait", "--for=condition=Established", "--timeout=60s",
            "crd/smartboxes.smartbox.dev", "crd/smartboxtiers.smartbox.dev", "crd/smartboxtypes.smartbox.dev", "crd/smartboxstores.smartbox.dev");
        await installation.CreateStoreAsync("default", installation.S3.Endpoint);
        await installation.CreateTierAsync(TinyTier, "256Mi");
        if (Environment.GetEnvironmentVariable("SMARTBOX_TEST_KEEP") is null or "")
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => CleanUp(cluster);
        }

        await cluster.KubectlAsync("rollout", "status", "deploy/smartbox-operator", "-n", "smartbox-system", "--timeout=120s");
        await cluster.KubectlAsync("rollout", "status", "deploy/smartbox-gateway", "-n", "smartbox-system", "--timeout=120s");
        return installation;
    }

    /// <summary>The namespaces of this run go, and their boxes with them; the installation stays for the next run.</summary>
    private static void CleanUp(TestCluster cluster)
    {
        var start = new ProcessStartInfo("kubectl", ["delete", "namespace", "-l", $"smartbox.test/run={s_run}", "--wait=false"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in cluster.Environment)
        {
            start.Environment[name] = value;
        }

        Process.Start(start)?.WaitForExit(TimeSpan.FromSeconds(10));
    }
}

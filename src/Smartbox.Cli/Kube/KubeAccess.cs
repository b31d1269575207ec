using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using Smartbox.Cli.Local;

namespace Smartbox.Cli.Kube;

/// <summary>The cluster of a kubeconfig.</summary>
internal sealed class KubeAccess(KubernetesClientConfiguration configuration) : IDisposable
{
    private const string DefaultNamespace = "default";

    private readonly Lazy<k8s.Kubernetes> _client = new(() => new k8s.Kubernetes(configuration));

    public k8s.Kubernetes Client => _client.Value;

    /// <summary>Namespace of the context.</summary>
    public string Namespace => string.IsNullOrEmpty(configuration.Namespace) ? DefaultNamespace : configuration.Namespace;

    /// <summary>Address of the API server, for messages.</summary>
    public string Host => configuration.Host;

    /// <summary>Opens the kubeconfig that the options and the environment name; null when there is none and none was asked for.</summary>
    /// <exception cref="CliException">The named one cannot be read.</exception>
    public static KubeAccess? Open(KubeSettings settings, CliEnvironment environment)
    {
        var explicitly = settings.Kubeconfig ?? NullIfEmpty(environment.Variable("KUBECONFIG"));
        if (explicitly is null && settings.Context is null && LocalMachine.Kubeconfig(environment) is { } local)
        {
            if (File.Exists(DefaultFile(environment)))
            {
                environment.Error.WriteLine("Using the installation on this machine (smartbox local), not ~/.kube/config; --context, --kubeconfig or KUBECONFIG chooses another.");
            }

            return OfFile(local);
        }

        var files = explicitly?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [DefaultFile(environment)];
        var existing = files.Where(File.Exists).Select(file => new FileInfo(file)).ToArray();
        if (existing.Length == 0)
        {
            return explicitly is null && settings.Context is null
                ? null
                : throw new CliException(ExitCodes.Usage, $"There is no kubeconfig {string.Join(", ", files)}.");
        }

        return Of(existing, settings.Context);
    }

    /// <summary>The cluster of one file.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static KubeAccess OfFile(string file) =>
        File.Exists(file) ? Of([new FileInfo(file)], context: null) : throw new CliException(ExitCodes.NotFound, $"There is no kubeconfig {file}: has it been started yet?");

    /// <summary>Like <see cref="Open"/>, for commands that cannot do without.</summary>
    public static KubeAccess Require(KubeSettings settings, CliEnvironment environment, string why) => Open(settings, environment)
        ?? throw new CliException(ExitCodes.Usage, $"{why}: give one with --kubeconfig or KUBECONFIG.");

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static KubeAccess Of(FileInfo[] files, string? context)
    {
        try
        {
            var merged = files.Select(file => KubernetesClientConfiguration.LoadKubeConfig(file)).Aggregate(Merge);
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(merged, context);
            configuration.UserAgent = $"smartbox/{CliApp.Version}";
            // A followed log outlives any timeout of the client; requests get their own.
            configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
            return new KubeAccess(configuration);
        }
        catch (Exception e) when (e is KubeConfigException or KubernetesException or YamlDotNet.Core.YamlException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"The kubeconfig {string.Join(", ", files.Select(file => file.FullName))} cannot be used: {e.Message}", e);
        }
    }

    // As kubectl does: whatever an earlier file names, stays.
    private static K8SConfiguration Merge(K8SConfiguration first, K8SConfiguration second)
    {
        first.CurrentContext = NullIfEmpty(first.CurrentContext) ?? second.CurrentContext;
        first.Contexts = [.. (first.Contexts ?? []).Concat(second.Contexts ?? []).DistinctBy(entry => entry.Name)];
        first.Clusters = [.. (first.Clusters ?? []).Concat(second.Clusters ?? []).DistinctBy(entry => entry.Name)];
        first.Users = [.. (first.Users ?? []).Concat(second.Users ?? []).DistinctBy(entry => entry.Name)];
        return first;
    }

    private static string DefaultFile(CliEnvironment environment) =>
        Path.Combine(NullIfEmpty(environment.Variable("HOME")) ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}

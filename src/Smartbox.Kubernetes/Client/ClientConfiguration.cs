using k8s;

namespace Smartbox.Kubernetes.Client;

/// <summary>Finds out how to reach the API server.</summary>
internal static class ClientConfiguration
{
    /// <exception cref="InvalidOperationException">There is nothing to go by; KubernetesClient would silently use localhost:8080.</exception>
    public static KubernetesClientConfiguration Resolve(KubernetesClientSettings settings)
    {
        if (settings.Configuration is { } configuration)
        {
            return configuration;
        }

        if (settings.KubeconfigPath is { Length: > 0 } path)
        {
            return FromFile(settings, new FileInfo(path));
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } paths)
        {
            return FromVariable(settings, paths);
        }

        if (KubernetesClientConfiguration.IsInCluster())
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        var home = new FileInfo(KubernetesClientConfiguration.KubeConfigDefaultLocation);
        return home.Exists
            ? FromFile(settings, home)
            : throw new InvalidOperationException(
                "There is no way to the API server: no kubeconfig was given, KUBECONFIG is not set, this is no pod with a service account, and there is no ~/.kube/config.");
    }

    private static KubernetesClientConfiguration FromVariable(KubernetesClientSettings settings, string paths)
    {
        var files = paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => new FileInfo(p))
            .Where(f => f.Exists)
            .ToList();
        return files switch
        {
            [] => throw new InvalidOperationException($"KUBECONFIG names no file that exists: {paths}"),
            [var file] => FromFile(settings, file),
            _ when settings.Context is null => KubernetesClientConfiguration.BuildDefaultConfig(),
            _ => FromFile(settings, files.Find(f => HasContext(f, settings.Context))
                ?? throw new InvalidOperationException($"No file of KUBECONFIG has the context '{settings.Context}'.")),
        };
    }

    private static bool HasContext(FileInfo file, string context) =>
        KubernetesClientConfiguration.LoadKubeConfig(file).Contexts?.Any(c => c.Name == context) == true;

    private static KubernetesClientConfiguration FromFile(KubernetesClientSettings settings, FileInfo file) =>
        KubernetesClientConfiguration.BuildConfigFromConfigFile(file, settings.Context);
}

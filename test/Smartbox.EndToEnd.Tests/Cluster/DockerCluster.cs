using Testcontainers.K3s;

namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>K3s in Docker, with the images of <c>make images</c>.</summary>
internal static class DockerCluster
{
    /// <summary>Starts it and returns the path of a kubeconfig.</summary>
    public static async Task<string> StartAsync()
    {
        var container = new K3sBuilder("rancher/k3s:v1.33.1-k3s1").Build();
        await container.StartAsync();
        foreach (var archive in Directory.EnumerateFiles(Path.Combine(Repository.Root, "artifacts", "images"), "*.tar"))
        {
            var inside = "/tmp/" + Path.GetFileName(archive);
            await container.CopyAsync(await File.ReadAllBytesAsync(archive), inside);
            var import = await container.ExecAsync(["ctr", "-n", "k8s.io", "images", "import", inside]);
            if (import.ExitCode != 0)
            {
                throw new InvalidOperationException($"{archive} could not be loaded: {import.Stderr}");
            }
        }

        var path = Path.Combine(Path.GetTempPath(), $"smartbox-e2e-{Environment.ProcessId}.kubeconfig");
        await File.WriteAllTextAsync(path, await container.GetKubeconfigAsync());
        return path;
    }
}

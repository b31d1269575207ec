using System.Net;
using k8s.Models;
using Smartbox.Kubelet.Images;
using Smartbox.Kubelet.Processes;
using Smartbox.Kubelet.Variables;
using Smartbox.Kubelet.Volumes;

namespace Smartbox.Kubelet.Containers;

/// <summary>Makes of a container's spec what the operating system needs.</summary>
internal sealed class LaunchBuilder(V1Pod pod, IPAddress address, PodVolumes volumes, ContainerVariables variables, NodeContext node)
{
    // What programs of this machine need of it to start at all. KUBECONFIG and credentials of the user are none of a container's business.
    private static readonly string[] s_inherited = ["PATH", "LANG", "TZ", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <exception cref="ContainerProblemException">It cannot run; reason and message are those of the waiting state.</exception>
    public async Task<ContainerLaunch> BuildAsync(V1Container container, string logFile, CancellationToken cancellationToken)
    {
        var entry = node.Options.Images.Find(container.Image) ?? throw NoImage(container);
        var folder = Directory.CreateDirectory(node.Folders.ContainerOf(pod.Metadata.Uid, container.Name)).FullName;
        var terminationFile = Path.Combine(folder, "termination-log");
        File.WriteAllBytes(terminationFile, []);

        Dictionary<string, string> own;
        Dictionary<string, string> mounts;
        try
        {
            own = await variables.OfAsync(container, cancellationToken).ConfigureAwait(false);
            mounts = (container.VolumeMounts ?? []).ToDictionary(m => m.MountPath.TrimEnd('/'), m => volumes.FolderOf(m, SubPath(m, own)), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is KubeletException or IOException or UnauthorizedAccessException)
        {
            throw new ContainerProblemException("CreateContainerConfigError", e.Message);
        }

        var environment = Environment(entry, own, mounts, terminationFile, folder);
        var directory = container.WorkingDir is { Length: > 0 } wanted ? Mapped(wanted, mounts) ?? folder : folder;
        var command = (container.Command ?? []).Select(a => Expansion.Expand(a, own)).ToList();
        var arguments = (container.Args ?? []).Select(a => Expansion.Expand(a, own)).ToList();
        return new ContainerLaunch(
            container,
            pod.Metadata.Uid,
            address.ToString(),
            Process(entry, command, arguments),
            words => Process(entry, words, []),
            logFile,
            terminationFile);

        ProcessRequest Process(ImageEntry image, IList<string> words, IList<string> rest)
        {
            var (program, all) = Resolve(image, words, rest);
            return new ProcessRequest(program, all, environment, directory);
        }
    }

    private ContainerProblemException NoImage(V1Container container)
    {
        var advice = node.Options.Images.Advice;
        return container.ImagePullPolicy == "Never"
            ? new ContainerProblemException("ErrImageNeverPull", $"Container image \"{container.Image}\" is not present with pull policy of Never. {advice}")
            : new ContainerProblemException("ErrImagePull", $"There is no program for the image \"{container.Image}\". {advice}");
    }

    private Dictionary<string, string> Environment(
        ImageEntry entry, Dictionary<string, string> own, Dictionary<string, string> mounts, string terminationFile, string folder)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOSTNAME"] = pod.Spec.Hostname ?? pod.Metadata.Name, ["HOME"] = folder };
        foreach (var name in s_inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
            {
                all[name] = value;
            }
        }

        foreach (var (name, value) in own)
        {
            all[name] = entry.LoopbackVariables.Contains(name) ? WithAddress(value)
                : entry.PathVariables.Contains(name) ? Mapped(value, mounts) ?? value
                : value;
        }

        foreach (var (name, template) in entry.Environment)
        {
            if (Template.Fill(template, Resolve) is { } value)
            {
                all[name] = value;
            }
        }

        return all;

        string? Resolve(string name) => name switch
        {
            "podIP" => address.ToString(),
            "terminationLog" => terminationFile,
            _ when name.StartsWith("mount:", StringComparison.Ordinal) => mounts.GetValueOrDefault(name[6..].TrimEnd('/')),
            _ => null,
        };
    }

    private string WithAddress(string value) => value
        .Replace("127.0.0.1", address.ToString(), StringComparison.Ordinal)
        .Replace("localhost", address.ToString(), StringComparison.Ordinal);

    private static string? SubPath(V1VolumeMount mount, Dictionary<string, string> own) =>
        mount.SubPathExpr is { Length: > 0 } expression ? Expansion.Expand(expression, own) : mount.SubPath;

    // The longest mount wins, as in a container.
    private static string? Mapped(string path, Dictionary<string, string> mounts) => mounts
        .Where(m => path == m.Key || path.StartsWith(m.Key + "/", StringComparison.Ordinal))
        .OrderByDescending(m => m.Key.Length)
        .Select(m => m.Value + path[m.Key.Length..])
        .FirstOrDefault();

    private static (string Program, IReadOnlyList<string> Arguments) Resolve(ImageEntry entry, IList<string> command, IList<string> arguments)
    {
        if (command.Count == 0 || entry.Commands.Contains(command[0]))
        {
            return entry.Program is { } program && PathSearch.IsExecutable(program)
                ? (program, [.. entry.Arguments, .. command.Skip(1), .. arguments])
                : throw NotRun(entry.Program ?? "", entry.Program is null ? "the image names no program, so that the container has to name one by its command" : "no such file or directory");
        }

        var word = command[0];
        if (!entry.AllowsHostPrograms)
        {
            throw NotRun(word, $"on this node the image stands for {entry.Program} and runs nothing else");
        }

        var found = word.Contains('/', StringComparison.Ordinal) ? word : PathSearch.Find(word);
        return found is not null && Path.IsPathRooted(found) && PathSearch.IsExecutable(found)
            ? (found, [.. command.Skip(1), .. arguments])
            : throw NotRun(word, word.Contains('/', StringComparison.Ordinal) ? $"stat {word}: no such file or directory" : "executable file not found in $PATH");
    }

    private static ContainerProblemException NotRun(string program, string why) =>
        new(ContainerProblemException.RunContainerError, $"failed to start the container's process: exec: \"{program}\": {why}");
}

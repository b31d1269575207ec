using Smartbox.Kubelet.Images;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Smartbox.Local.Programs;

/// <summary>The user's own images: a file that names a program of this machine for each.</summary>
internal static class UserImages
{
    /// <summary>What a new file says.</summary>
    public const string Template = """
        # Programs of this machine that stand for images of your own. Read at each `smartbox local up`.
        # A program is told its folders by variables: ${mount:/state} is the folder of what the pod mounts at /state,
        # ${podIP} the pod's own loopback address, ${terminationLog} the file for a last message.
        #
        # images:
        #   registry.example/my-agent:
        #     program: /home/me/my-agent/run
        #     arguments: [--verbose]
        #     environment:
        #       SMARTBOX_STATE_PATH: ${mount:/state}
        #       SMARTBOX_LISTEN_ADDRESS: ${podIP}

        """;

    /// <exception cref="LocalException">The file cannot be read, or an entry makes no sense.</exception>
    public static Dictionary<string, ImageEntry> Read(string path)
    {
        try
        {
            var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            var file = deserializer.Deserialize<ImagesFile?>(File.ReadAllText(path));
            return (file?.Images ?? []).ToDictionary(entry => entry.Key, entry => Entry(entry.Key, entry.Value, path), StringComparer.Ordinal);
        }
        catch (YamlException e)
        {
            throw new LocalException($"{path}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalException($"The file {path} cannot be read: {e.Message}", e);
        }
    }

    private static ImageEntry Entry(string image, ImageText? text, string path) =>
        !Path.IsPathRooted(text?.Program) ? throw new LocalException($"{path}: the image {image} needs `program`, the absolute path of an executable file.")
        : !File.Exists(text.Program) ? throw new LocalException($"{path}: the program {text.Program} of the image {image} is not there.")
        : new ImageEntry
        {
            Program = text.Program,
            Arguments = text.Arguments,
            Environment = RuntimeSettings.Variables.Concat(text.Environment).GroupBy(variable => variable.Key).ToDictionary(same => same.Key, same => same.Last().Value),
            LoopbackVariables = text.LoopbackVariables,
        };

    private sealed class ImagesFile
    {
        public Dictionary<string, ImageText?>? Images { get; set; }
    }

    private sealed class ImageText
    {
        public string? Program { get; set; }

        public List<string> Arguments { get; set; } = [];

        public Dictionary<string, string> Environment { get; set; } = [];

        public List<string> LoopbackVariables { get; set; } = [];
    }
}

using System.Text;
using Smartbox.Kubelet.Logs;

namespace Smartbox.Kubelet.Containers;

/// <summary>What a container left to say about its end.</summary>
internal static class TerminationMessage
{
    private const int MaxFile = 4096;
    private const int MaxLog = 2048;
    private const int MaxLogLines = 80;

    /// <returns>The message, or null when there is none.</returns>
    public static string? Read(ContainerLaunch launch, int exitCode)
    {
        var message = ReadFile(launch.TerminationFile);
        if (message.Length == 0 && exitCode != 0 && launch.Container.TerminationMessagePolicy == "FallbackToLogsOnError")
        {
            message = LogReader.Tail(launch.LogFile, MaxLogLines, MaxLog);
        }

        return message.Length == 0 ? null : message;
    }

    private static string ReadFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[MaxFile];
            return Encoding.UTF8.GetString(bytes.AsSpan(0, stream.ReadAtLeast(bytes, MaxFile, throwOnEndOfStream: false)));
        }
        // The container may have taken its own file away.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

using System.Text;
using Smartbox.Protocol;

namespace Smartbox.Sidecar.Hosting;

/// <summary>The file whose content the kubelet puts into the pod's status when the container ends.</summary>
internal static class TerminationLog
{
    /// <summary>The kubelet keeps 4,096 bytes; a message cut by it would be no JSON any more.</summary>
    private const int MaxBytes = 4096;

    /// <summary>Replaces what is there; a file that cannot be written is logged and is no further error.</summary>
    public static void Write(string path, TerminationMessage message, ILogger logger)
    {
        try
        {
            File.WriteAllText(path, Fit(message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.TerminationLogNotWritten(logger, path, e);
        }
    }

    /// <summary>An earlier run's reason must not be taken for this one's.</summary>
    public static void Clear(string path, ILogger logger)
    {
        try
        {
            if (File.Exists(path))
            {
                File.WriteAllText(path, "");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.TerminationLogNotWritten(logger, path, e);
        }
    }

    private static string Fit(TerminationMessage message)
    {
        var json = message.ToJson();
        for (var length = message.Message.Length; Encoding.UTF8.GetByteCount(json) > MaxBytes;)
        {
            length = length * 3 / 4;
            json = (message with { Message = string.Concat(message.Message.AsSpan(0, length), "…") }).ToJson();
        }

        return json;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Kubelet;
using Smartbox.Local.Folders;

namespace Smartbox.Local;

/// <summary>Makes a folder as if nothing had been there.</summary>
public static class LocalReset
{
    /// <summary>Ends what a killed installation has left running, and removes everything but the user's own <c>images.yaml</c>.</summary>
    /// <exception cref="LocalException">Something runs in the folder.</exception>
    public static async Task ForgetAsync(LocalFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        using var held = InstallationLock.Take(folder, time);
        if (Directory.Exists(folder.Node))
        {
            // What they would save is forgotten as well.
            await ProcessKubelet.EndLeftOversAsync(folder.Node, TimeSpan.Zero, time, NullLoggerFactory.Instance, cancellationToken);
        }

        foreach (var part in (string[])[folder.Api, folder.Node, folder.Bucket, folder.Logs])
        {
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }
        }

        File.Delete(folder.State);
    }
}

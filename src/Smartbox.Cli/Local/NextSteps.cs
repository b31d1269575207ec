using System.Runtime.Versioning;
using Smartbox.Local.Folders;

namespace Smartbox.Cli.Local;

/// <summary>What a person does next.</summary>
[SupportedOSPlatform("linux")]
internal static class NextSteps
{
    public static void Write(TextWriter writer, LocalFolder folder, Uri gateway, bool isElsewhere, bool isInBackground)
    {
        // Other commands find the installation of the user's own folder by themselves.
        var prefix = isElsewhere ? $"SMARTBOX_LOCAL_DIR={folder.Root} " : "";
        writer.WriteLine($"""

            Gateway      {gateway.ToString().TrimEnd('/')}
            Kubeconfig   {folder.Kubeconfig}
            Folder       {folder.Root}

            {(isInBackground ? "Next" : "Next, in another terminal")}:
              {prefix}smartbox apply -f examples/quickstart.yaml     a box for Alice
              {prefix}smartbox get                                   all boxes; any kind: smartbox get pods -A
              {prefix}smartbox chat alice                            talk to it
              KUBECONFIG={folder.Kubeconfig} kubectl get smartboxes

            {(isInBackground ? "It runs in the background; `smartbox local down` ends it." : "It runs until Ctrl-C, and goes on with the next `smartbox local up`.")}
            """);
    }
}

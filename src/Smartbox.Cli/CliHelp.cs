using Spectre.Console;
using Spectre.Console.Cli;
using Spectre.Console.Cli.Help;
using Spectre.Console.Rendering;

namespace Smartbox.Cli;

/// <summary>The usual help, and how the program reaches boxes and what its exit statuses mean.</summary>
internal sealed class CliHelp(ICommandAppSettings settings) : HelpProvider(settings)
{
    private const string Footer = """

        REACHING THE GATEWAY:
            --gateway URL or SMARTBOX_GATEWAY; otherwise through the cluster of your
            kubeconfig, by port-forwarding.

        YOUR TOKEN:
            --token-file FILE or SMARTBOX_TOKEN; otherwise signed for the box's owner
            (or --user) with the Secret smartbox-issuer, if your kubeconfig may read it.

        EXIT STATUS:
            0 ok            1 failure        2 wrong usage
            3 no such box   4 not allowed    5 unavailable or timed out

        """;

    public override IEnumerable<IRenderable> GetFooter(ICommandModel model, ICommandInfo? command) =>
        [.. base.GetFooter(model, command), new Text(Footer)];
}

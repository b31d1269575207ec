using Smartbox.Cli.Gateway;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Tokens;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Smartbox.Cli.Chat;

internal sealed class ChatCommand(IAnsiConsole console, CliEnvironment environment) : AsyncCommand<ChatSettings>
{
    private const string DefaultNamespace = "default";

    public override async Task<int> ExecuteAsync(CommandContext context, ChatSettings settings, CancellationToken cancellationToken)
    {
        using var cluster = KubeAccess.Open(settings, environment);
        var @namespace = settings.Namespace ?? cluster?.Namespace ?? DefaultNamespace;
        var given = GivenToken.From(settings.TokenFile, environment);
        using var signed = given is null ? SignedFor(cluster, @namespace, settings) : null;
        using var gateway = GatewayClient.Open(settings, environment, cluster, given as ITokenSource ?? signed!);
        var box = $"{@namespace}/{settings.Name}";

        if (settings.Message is null && environment.IsTerminal)
        {
            var view = new TerminalView(console);
            using var terminal = new TerminalChat(view, environment);
            var conversation = new Conversation(gateway, box, settings.Session, settings.History, view, environment);
            return await terminal.RunAsync(conversation, cancellationToken);
        }

        var sender = new OneShot(gateway, box, settings.Session, settings.TimeoutSpan, environment);
        await foreach (var message in MessagesAsync(settings, cancellationToken))
        {
            var answer = await sender.SendAsync(message, cancellationToken);
            await console.Profile.Out.Writer.WriteLineAsync(environment.IsOutputTerminal ? Printable.Of(answer) : answer);
        }

        return ExitCodes.Ok;
    }

    private SignedToken SignedFor(KubeAccess? cluster, string @namespace, ChatSettings settings) => cluster is null
        ? throw new CliException(ExitCodes.NotAllowed, "The gateway asks for a token: give --token-file, SMARTBOX_TOKEN, or a kubeconfig that may sign one.")
        : new SignedToken(
            cluster, settings.SystemNamespace,
            async stop => settings.User ?? (await new BoxReader(cluster).GetAsync(@namespace, settings.Name, stop)).Spec.Owner,
            environment.Time);

    // One message, or one per line of standard input.
    private async IAsyncEnumerable<string> MessagesAsync(
        ChatSettings settings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.Message is not null)
        {
            yield return settings.Message;
            yield break;
        }

        while (await environment.In.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return line;
            }
        }
    }
}

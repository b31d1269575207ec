namespace Smartbox.Cli.Chat;

/// <summary>Keyboard and conversation: Enter sends, Ctrl-C stops an answer, Ctrl-D leaves.</summary>
internal sealed class TerminalChat : IDisposable
{
    private readonly TerminalView _view;
    private readonly CliEnvironment _environment;
    private Conversation? _conversation;

    public TerminalChat(TerminalView view, CliEnvironment environment)
    {
        (_view, _environment) = (view, environment);
        environment.Interrupt = OnInterrupt;
    }

    public async Task<int> RunAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        _conversation = conversation;
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connection = conversation.RunAsync(leave.Token);
        var keyboard = TalkAsync(conversation, leave.Token);
        var first = await Task.WhenAny(connection, keyboard);
        await leave.CancelAsync();
        // The keyboard's read cannot be cancelled; the connection's end is the program's, with its reason.
        await first;
        return ExitCodes.Ok;
    }

    public void Dispose() => _environment.Interrupt = null;

    private async Task TalkAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        while (true)
        {
            _view.Prompt();
            // On a thread of its own: a console's reader blocks whatever it is asked for.
            var line = await Task.Run(_environment.In.ReadLine, cancellationToken);
            if (line is null)
            {
                return;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                await SayAsync(conversation, line, cancellationToken);
            }
        }
    }

    private async Task SayAsync(Conversation conversation, string line, CancellationToken cancellationToken)
    {
        Task ended = Task.CompletedTask;
        await conversation.SayAsync(line, run => ended = _view.Begin(run), cancellationToken);
        await ended.WaitAsync(cancellationToken);
    }

    private void OnInterrupt()
    {
        if (_view.Running is { } run)
        {
            _conversation?.Cancel(run);
            _view.Note("stopping the answer");
        }
        else
        {
            _view.Note("Ctrl-D leaves");
        }
    }
}

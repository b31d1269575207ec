using Smartbox.Protocol.V1;
using Spectre.Console;

namespace Smartbox.Cli.Chat;

/// <summary>A conversation on a terminal: tokens as they come, notices and states in between.</summary>
internal sealed class TerminalView(IAnsiConsole console) : IChatView
{
    private const string EraseLine = "\r\u001b[K";

    // Guards everything below: frames come from the connection, prompts from the keyboard.
    private readonly Lock _lock = new();
    private TaskCompletionSource? _ended;
    private string? _ownRun;
    private bool _isMidLine;
    private bool _isPrompting;
    private bool _wroteDelta;
    private string _status = "";

    /// <summary>The run that is being answered; null when the user may speak.</summary>
    public string? Running
    {
        get
        {
            lock (_lock)
            {
                return _ownRun;
            }
        }
    }

    /// <summary>Shows the prompt.</summary>
    public void Prompt()
    {
        lock (_lock)
        {
            _isPrompting = true;
            PromptLocked();
        }
    }

    /// <summary>A run of the user begins; the task completes when its answer has ended.</summary>
    public Task Begin(string run)
    {
        lock (_lock)
        {
            // The user's Enter has ended the prompt's line.
            (_ownRun, _wroteDelta, _isMidLine, _isPrompting) = (run, false, false, false);
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _ended.Task;
        }
    }

    /// <summary>A line in between, dim.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            NoteLocked(text);
        }
    }

    public void State(BoxState state)
    {
        lock (_lock)
        {
            var status = state.Phase == BoxState.Types.Phase.Ready ? "" : $"{Word(state.Phase)}{Detail(state)} …";
            if (status != _status && status.Length > 0)
            {
                NoteLocked(status);
            }

            _status = status;
        }
    }

    public void Reconnecting(string reason, TimeSpan delay)
    {
        lock (_lock)
        {
            if (_status != reason)
            {
                NoteLocked($"reconnecting ({reason.TrimEnd('.')})");
            }

            _status = reason;
        }
    }

    public void Connected()
    {
        lock (_lock)
        {
            _status = "";
        }
    }

    public void Event(Event next, bool isPast)
    {
        lock (_lock)
        {
            switch (next.Kind)
            {
                case Protocol.V1.Event.Types.Kind.Input when isPast || next.Run != _ownRun:
                    Line("[dim]>[/] ", next.Text);
                    break;
                case Protocol.V1.Event.Types.Kind.Delta when next.Run == _ownRun:
                    Raw(next.Text);
                    _wroteDelta = true;
                    break;
                case Protocol.V1.Event.Types.Kind.Restarted when next.Run == _ownRun:
                    NoteLocked("the companion was restarted and begins its answer anew");
                    _wroteDelta = false;
                    break;
                case Protocol.V1.Event.Types.Kind.Final:
                    Final(next);
                    break;
                case Protocol.V1.Event.Types.Kind.Error:
                    Line("[red]error:[/] ", next.Text);
                    Ended(next.Run);
                    break;
                case Protocol.V1.Event.Types.Kind.Notice:
                    Line("[yellow]*[/] ", next.Text);
                    break;
            }
        }
    }

    private void Final(Event final)
    {
        if (final.Run != _ownRun || !_wroteDelta)
        {
            Line("", final.Text);
        }

        EndLine();
        Ended(final.Run);
    }

    private void Ended(string run)
    {
        if (run == _ownRun)
        {
            _ownRun = null;
            _ended?.TrySetResult();
        }
    }

    private void NoteLocked(string text) => Line("", text, dim: true);

    private void Line(string prefix, string text, bool dim = false)
    {
        if (_isPrompting && console.Profile.Capabilities.Ansi)
        {
            console.Profile.Out.Writer.Write(EraseLine);
            _isMidLine = false;
        }

        EndLine();
        console.Markup(prefix + (dim ? $"[dim]{Markup.Escape(Printable.Of(text))}[/]" : ""));
        Raw((dim ? "" : text) + "\n");
        if (_isPrompting)
        {
            PromptLocked();
        }
    }

    private void PromptLocked()
    {
        EndLine();
        console.Markup("[bold green]>[/] ");
        _isMidLine = true;
    }

    // Not as markup, and past Spectre's wrapping: the terminal wraps words that come in pieces.
    private void Raw(string text)
    {
        console.Profile.Out.Writer.Write(Printable.Of(text));
        console.Profile.Out.Writer.Flush();
        _isMidLine = !text.EndsWith('\n');
    }

    private void EndLine()
    {
        if (_isMidLine)
        {
            console.Profile.Out.Writer.WriteLine();
            _isMidLine = false;
        }
    }

    private static string Word(BoxState.Types.Phase phase) => phase switch
    {
        BoxState.Types.Phase.Waking => "the box wakes up",
        BoxState.Types.Phase.Starting => "the box is starting",
        BoxState.Types.Phase.Draining => "the box is stopping",
        BoxState.Types.Phase.Asleep => "the box sleeps",
        _ => "the box is not ready",
    };

    private static string Detail(BoxState state) => (state.Reason, state.Message) switch
    {
        ("", "") => "",
        (var reason, "") => $" ({reason})",
        ("", var message) => $" ({message})",
        var (reason, message) => $" ({reason}: {message})",
    };
}

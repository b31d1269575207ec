using Smartbox.Cli.Chat;
using Smartbox.Protocol.V1;
using Spectre.Console.Testing;
using Kind = Smartbox.Protocol.V1.Event.Types.Kind;

namespace Smartbox.Cli.Tests;

public sealed class TerminalViewTests
{
    private readonly TestConsole _console = new();
    private readonly TerminalView _view;

    public TerminalViewTests() => _view = new TerminalView(_console);

    [Fact]
    public void Answer_Streamed_IsPrintedOnce()
    {
        var ended = _view.Begin("r1");

        Show("r1", Kind.Input, "hello");
        Show("r1", Kind.Delta, "Good ");
        Show("r1", Kind.Delta, "day!");
        ended.IsCompleted.Should().BeFalse();
        Show("r1", Kind.Final, "Good day!");

        _console.Output.Should().Be("Good day!\n");
        ended.IsCompletedSuccessfully.Should().BeTrue();
        _view.Running.Should().BeNull();
    }

    [Fact]
    public void Answer_WithoutDeltas_IsPrintedWhole()
    {
        _view.Begin("r1");

        Show("r1", Kind.Final, "Good day!");

        _console.Output.Should().Be("Good day!\n");
    }

    [Fact]
    public void Answer_BegunAnew_IsPrintedFromItsBeginning()
    {
        _view.Begin("r1");

        Show("r1", Kind.Delta, "Goo");
        Show("r1", Kind.Restarted, "");
        Show("r1", Kind.Delta, "Good day!");
        Show("r1", Kind.Final, "Good day!");

        _console.Output.Should().Be("Goo\nthe companion was restarted and begins its answer anew\nGood day!\n");
    }

    [Fact]
    public void Error_EndsTheRun()
    {
        var ended = _view.Begin("r1");

        Show("r1", Kind.Error, "The model endpoint refused the API key.");

        _console.Output.Should().Be("error: The model endpoint refused the API key.\n");
        ended.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Theory]
    [InlineData(true, "> \r\u001b[K* Reminder: [stretch]\n> ")]
    [InlineData(false, "> \n* Reminder: [stretch]\n> ")]
    public void Notice_AtThePrompt_HasALineOfItsOwn(bool isAnsi, string expected)
    {
        _console.Profile.Capabilities.Ansi = isAnsi;
        _view.Prompt();

        Show("", Kind.Notice, "Reminder: [stretch]");

        _console.Output.Should().Be(expected, "the prompt is there again");
    }

    [Fact]
    public void State_Repeated_IsSaidOnce()
    {
        var starting = new BoxState { Phase = BoxState.Types.Phase.Starting, Reason = "Restoring" };

        _view.State(starting);
        _view.State(starting);
        _view.State(new BoxState { Phase = BoxState.Types.Phase.Ready });

        _console.Output.Should().Be("the box is starting (Restoring) …\n");
    }

    [Fact]
    public void Text_WithEscapeSequences_CannotSteerTheTerminal()
    {
        Show("other", Kind.Final, "\u001b[2Jgone\u0007");

        _console.Output.Should().Be("\uFFFD[2Jgone\uFFFD\n");
    }

    private void Show(string run, Kind kind, string text) => _view.Event(new Event { Run = run, Kind = kind, Text = text }, isPast: false);
}

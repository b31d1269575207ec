using Smartbox.Cli.Chat;

namespace Smartbox.Cli.Objects;

/// <summary>Several things are done one after the other: each failure is said when it happens, the first one gives the exit status.</summary>
internal sealed class Failures(TextWriter error)
{
    public int ExitCode { get; private set; } = ExitCodes.Ok;

    public void Add(CliException failure)
    {
        error.WriteLine("error: " + Printable.Of(failure.Message.ReplaceLineEndings(" ")));
        ExitCode = ExitCode == ExitCodes.Ok ? failure.ExitCode : ExitCode;
    }

    /// <summary>Does one thing, and notes its failure.</summary>
    public async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (CliException e)
        {
            Add(e);
        }
    }
}

namespace Smartbox.Cli;

/// <summary>Ends the program: one line on standard error (what, where, what to do) and an exit status.</summary>
internal class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode => exitCode;
}

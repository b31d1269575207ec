namespace Smartbox.EndToEnd.Tests.Cluster;

internal sealed record ShellResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output, when the program succeeded.</summary>
    public string OrThrow() => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit {ExitCode}: {Error.Trim()} {Output.Trim()}");
}

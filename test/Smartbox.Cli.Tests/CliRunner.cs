using Spectre.Console.Cli.Testing;

namespace Smartbox.Cli.Tests;

/// <summary>Runs commands as the program does, with an environment of the test's own.</summary>
internal sealed class CliRunner
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal) { ["HOME"] = "/nonexistent" };
    private readonly StringWriter _error = new();

    public string Input { get; set; } = "";

    public CliRunner With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var app = new CommandAppTester(new CommandAppTesterSettings { TrimConsoleOutput = false });
        app.Console.Profile.Width = 120;
        app.Configure(config => CliApp.Configure(config, Environment, "smartbox"));
        var result = await app.RunAsync(arguments, CancellationToken.None);
        return (result.ExitCode, result.Output, _error.ToString());
    }

    private CliEnvironment Environment => new()
    {
        Variable = _variables.GetValueOrDefault,
        In = new StringReader(Input),
        Error = _error,
        IsTerminal = false,
        IsOutputTerminal = false,
    };
}

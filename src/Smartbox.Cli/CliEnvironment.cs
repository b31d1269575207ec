namespace Smartbox.Cli;

/// <summary>What surrounds the program; tests bring their own.</summary>
internal sealed class CliEnvironment
{
    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Standard input.</summary>
    public TextReader In { get; init; } = Console.In;

    /// <summary>Standard error: progress, notices of state and the one line of a failure.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Somebody sits there: both standard input and output are a terminal.</summary>
    public bool IsTerminal { get; init; } = !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Standard output is a terminal.</summary>
    public bool IsOutputTerminal { get; init; } = !Console.IsOutputRedirected;

    /// <summary>What Ctrl-C does; null ends the command.</summary>
    public Action? Interrupt { get; set; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Randomness of delays, so that many clients do not come back at the same moment.</summary>
    public Random Random { get; init; } = Random.Shared;
}

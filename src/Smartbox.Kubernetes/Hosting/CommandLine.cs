using System.Text;

namespace Smartbox.Kubernetes.Hosting;

/// <summary>Options of a program from flags and environment variables. Flags win; everything that is wrong is said at once.</summary>
/// <param name="program">Name, for the help.</param>
/// <param name="purpose">What it does, in a sentence.</param>
/// <param name="options">Every option.</param>
public sealed class CommandLine<TOptions>(string program, string purpose, IReadOnlyList<CommandLineOption<TOptions>> options)
{
    /// <summary>Reads flags (<c>--name value</c> or <c>--name=value</c>) and variables.</summary>
    /// <param name="target">Holds the defaults; receives the values.</param>
    /// <param name="args">Arguments of the program.</param>
    /// <param name="environment">Value of a variable, or null.</param>
    /// <param name="validate">Says what is wrong with the values together, a sentence each.</param>
    /// <exception cref="CommandLineException">With everything that is wrong, a line each.</exception>
    public TOptions Parse(
        TOptions target, IReadOnlyList<string> args, Func<string, string?> environment, Func<TOptions, IEnumerable<string>> validate)
    {
        var errors = new List<string>();
        foreach (var option in options)
        {
            if (environment(option.Variable) is { Length: > 0 } value)
            {
                Set(option, value, option.Variable);
            }
        }

        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal) || options.FirstOrDefault(option => option.Flag == name[2..]) is not { } option)
            {
                errors.Add($"{name} is not an option; see --help.");
            }
            else if ((value ?? (i + 1 < args.Count ? args[++i] : null)) is not { } given)
            {
                errors.Add($"{name} needs a value.");
            }
            else
            {
                Set(option, given, name);
            }
        }

        errors.AddRange(validate(target));
        return errors.Count == 0 ? target : throw new CommandLineException(string.Join(Environment.NewLine, errors));

        void Set(CommandLineOption<TOptions> option, string value, string source)
        {
            try
            {
                option.Apply(target, value);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
            {
                errors.Add($"{source}: '{value}' is not a {option.Value.ToLowerInvariant()}.");
            }
        }
    }

    /// <summary>The text of <c>--help</c>.</summary>
    public string Help()
    {
        var text = new StringBuilder($"""
            Usage: {program} [OPTIONS]

            {purpose}

            Options (each also as the environment variable beside it):

            """);
        foreach (var option in options)
        {
            text.Append("  ").Append($"--{option.Flag} {option.Value}".PadRight(30)).AppendLine(option.Variable)
                .Append("      ").AppendLine(option.Description);
        }

        return text.Append("  ").AppendLine("--help").ToString();
    }
}

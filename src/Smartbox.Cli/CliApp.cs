using System.Reflection;
using Smartbox.Cli.Apply;
using Smartbox.Cli.Boxes;
using Smartbox.Cli.Chat;
using Smartbox.Cli.Delete;
using Smartbox.Cli.Describe;
using Smartbox.Cli.Gateway;
using Smartbox.Cli.Local;
using Smartbox.Cli.Logs;
using Smartbox.Cli.Manifests;
using Smartbox.Cli.Tokens;
using Spectre.Console.Cli;

namespace Smartbox.Cli;

/// <summary>The commands of <c>smartbox</c>, which is also <c>kubectl smartbox</c>.</summary>
internal static class CliApp
{
    private const string PluginName = "kubectl-smartbox";

    /// <summary>Version of the program, without the build's commit.</summary>
    public static string Version { get; } =
        typeof(CliApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static async Task<int> RunAsync(string[] args)
    {
        var environment = new CliEnvironment();
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            if (environment.Interrupt is { } handle)
            {
                handle();
            }
            else
            {
                interrupt.Cancel();
            }
        };
        var app = new CommandApp();
        app.Configure(config => Configure(config, environment, ProgramName()));
        // The parser takes a lone dash for an option without a name.
        return await app.RunAsync([.. args.Select(word => word == "-" ? ManifestFiles.StandardInput : word)], interrupt.Token);
    }

    /// <summary>Sets everything up, on the program's own app or on a test's.</summary>
    public static void Configure(IConfigurator config, CliEnvironment environment, string programName)
    {
        config.SetApplicationName(programName);
        config.SetApplicationVersion(Version);
        config.UseStrictParsing();
        config.HideOptionDefaultValues();
        config.SetHelpProvider(new CliHelp(config.Settings));
        config.CancellationExitCode(ExitCodes.Interrupted);
        config.SetExceptionHandler((exception, _) => Fail(exception, environment));
        config.Settings.Registrar.RegisterInstance(environment);

        config.AddCommand<ChatCommand>("chat")
            .WithDescription("Talk to a box. Without -m: a conversation in the terminal, or one message per line of standard input.")
            .WithExample("chat", "alice")
            .WithExample("chat", "alice", "-n", "people", "-m", "\"what is my cat called?\"")
            .WithExample("chat", "alice", "--session", "work", "--history", "20");
        config.AddCommand<GetCommand>("get")
            .WithDescription("List boxes, or show one: those of the cluster where a kubeconfig may, otherwise yours, through the gateway. Or objects of any kind.")
            .WithExample("get", "-A")
            .WithExample("get", "alice", "-n", "people", "-o", "yaml")
            .WithExample("get", "pods,smartboxes", "-l", "app=web");
        config.AddCommand<ApplyCommand>("apply")
            .WithDescription("Create objects, or change them to what files say, without taking away what others have set.")
            .WithExample("apply", "-f", "examples/quickstart.yaml")
            .WithExample("apply", "-f", "folder", "--dry-run");
        config.AddCommand<DescribeCommand>("describe")
            .WithDescription("Tell all about a box or another object: fields, conditions, what happened.")
            .WithExample("describe", "smartbox", "alice")
            .WithExample("describe", "node/local");
        config.AddCommand<DeleteCommand>("delete")
            .WithDescription("Delete objects, and wait until they are gone.")
            .WithExample("delete", "smartbox", "alice")
            .WithExample("delete", "-f", "examples/quickstart.yaml");
        config.AddCommand<LogsCommand>("logs")
            .WithDescription("Print the log of a box's container, through the kubeconfig.")
            .WithExample("logs", "alice", "-f")
            .WithExample("logs", "alice", "-c", "backup", "--tail", "50");
        config.AddCommand<TokenCommand>("token")
            .WithDescription("Print a token for a user, signed with the installation's Secret smartbox-issuer.")
            .WithExample("token", "--user", "alice@example.com", "--ttl", "1h");
        config.AddBranch("local", LocalCommands.Configure);
        config.AddCommand<VersionCommand>("version").WithDescription("Print the version.");
    }

    private static int Fail(Exception exception, CliEnvironment environment)
    {
        var failure = exception as CliException ?? exception switch
        {
            CommandAppException => new CliException(ExitCodes.Usage, $"{exception.Message.TrimEnd('.')}. See --help."),
            OperationCanceledException => new CliException(ExitCodes.Interrupted, "Interrupted."),
            _ => FailureOf.Find(exception) ?? new CliException(ExitCodes.Failure, exception.Message),
        };
        environment.Error.WriteLine("error: " + Printable.Of(failure.Message.ReplaceLineEndings(" ")));
        return failure.ExitCode;
    }

    // kubectl shows a plugin as "kubectl smartbox"; so does its help.
    private static string ProgramName() =>
        Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]) == PluginName
        || Path.GetFileName(Environment.ProcessPath) == PluginName
            ? "kubectl smartbox"
            : "smartbox";
}

using Spectre.Console.Cli;

namespace Smartbox.Cli.Local;

/// <summary>The commands of <c>smartbox local</c>.</summary>
internal static class LocalCommands
{
    public static void Configure(IConfigurator<CommandSettings> local)
    {
        local.SetDescription("Smartbox on this machine alone: an API server, a node, the operator and the gateway in a folder of yours.");
        local.AddCommand<UpCommand>("up")
            .WithDescription("Start it, and go on with what was there before. It runs until Ctrl-C.")
            .WithExample("local", "up", "--apply", "examples/quickstart.yaml")
            .WithExample("local", "up", "--detach");
        local.AddCommand<StatusCommand>("status").WithDescription("Tell what runs, where, and how much memory it takes.");
        local.AddCommand<DownCommand>("down").WithDescription("Stop it, with a last snapshot of each box.");
        local.AddCommand<ResetCommand>("reset").WithDescription("Forget all of it, backups included, after asking.");
        local.AddCommand<LocalLogsCommand>("logs").WithDescription("Print the log of the host, the operator or the gateway.").WithExample("local", "logs", "operator", "-f");
        local.AddCommand<KubeconfigCommand>("kubeconfig").WithDescription("Print the path of its kubeconfig, for kubectl and others.");
        local.AddCommand<ImagesCommand>("images").WithDescription("List the programs that stand for images, and where yours are added.");
    }
}

using System.Runtime.Versioning;
using Smartbox.Local;
using Smartbox.Local.Folders;
using Spectre.Console;

namespace Smartbox.Cli.Local;

internal sealed class UpCommand(IAnsiConsole console, CliEnvironment environment) : LocalCommand<UpSettings>(environment)
{
    private const string FirstLine =
        "Smartbox on this machine. It is not a cluster: one node, and nothing keeps boxes apart but the users of the operating system.";

    [SupportedOSPlatform("linux")]
    protected override async Task<int> RunAsync(UpSettings settings, LocalFolder folder, CancellationToken cancellationToken)
    {
        var output = console.Profile.Out.Writer;
        var progress = new LocalProgress(output, Surroundings.IsOutputTerminal, Surroundings.Time);
        await output.WriteLineAsync(FirstLine);
        var applier = new LocalApply(folder.Kubeconfig, output, Surroundings);
        if (settings.Detach)
        {
            var state = await new Background(folder, Surroundings).StartAsync(settings, progress, cancellationToken);
            var status = await applier.ApplyAsync(settings.Apply, progress, cancellationToken);
            NextSteps.Write(output, folder, state.Gateway!, settings.Folder is not null, isInBackground: true);
            return status;
        }

        using var interrupts = new Interrupts(Surroundings);
        await using var installation = await StartAsync(settings, folder, progress, interrupts.First);
        try
        {
            await applier.ApplyAsync(settings.Apply, progress, interrupts.First);
            progress.Done();
            NextSteps.Write(output, folder, installation.Gateway, settings.Folder is not null, isInBackground: false);
            await Task.Delay(Timeout.InfiniteTimeSpan, Surroundings.Time, interrupts.First);
        }
        catch (OperationCanceledException) when (interrupts.First.IsCancellationRequested)
        {
            // The usual end.
        }
        finally
        {
            await output.WriteLineAsync();
            await installation.StopAsync(progress, interrupts.Second);
            progress.Done();
        }

        await output.WriteLineAsync("Stopped. `smartbox local up` goes on from here.");
        return ExitCodes.Ok;
    }

    [SupportedOSPlatform("linux")]
    private Task<LocalInstallation> StartAsync(UpSettings settings, LocalFolder folder, LocalProgress progress, CancellationToken cancellationToken) =>
        LocalInstallation.StartAsync(
            new LocalOptions
            {
                Folder = folder.Root,
                Programs = LocalPrograms.Find(Surroundings),
                ApiPort = settings.Port,
                GatewayPort = settings.GatewayPort,
                Store = settings.Bucket(Surroundings),
                Time = Surroundings.Time,
            },
            progress, cancellationToken);
}

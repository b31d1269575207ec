using System.Runtime.InteropServices;
using Smartbox.Protocol;
using Smartbox.Sidecar.Backup;
using Smartbox.Sidecar.Relay;
using Smartbox.Sidecar.Restore;

namespace Smartbox.Sidecar.Hosting;

/// <summary>Runs the mode that the first argument names, until it is done or the process is asked to stop.</summary>
internal static class SidecarProgram
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 64;

    /// <summary>A mode; it returns when it is done, or soon after its token ends.</summary>
    /// <exception cref="SidecarException">The container is to end with this reason.</exception>
    internal delegate Task Mode(SidecarContext context, CancellationToken stopping);

    private static Dictionary<string, Mode> Modes { get; } = new(StringComparer.Ordinal)
    {
        ["restore"] = RestoreMode.RunAsync,
        ["backup"] = BackupMode.RunAsync,
        ["relay"] = RelayMode.RunAsync,
    };

    /// <summary>Entry of the process.</summary>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string, string?> environment, TimeProvider time)
    {
        using var loggers = SidecarLogging.CreateFactory();
        var logger = loggers.CreateLogger(typeof(SidecarProgram).Namespace!);
        using var stopping = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

        return await RunAsync(args, environment, time, loggers, stopping.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            Log.Signalled(logger, signal.Signal.ToString());
            stopping.Cancel();
        }
    }

    /// <summary>The same without signals, for tests and for running in another process.</summary>
    internal static async Task<int> RunAsync(
        string[] args, Func<string, string?> environment, TimeProvider time, ILoggerFactory loggers, CancellationToken stopping)
    {
        var logger = loggers.CreateLogger(typeof(SidecarProgram).Namespace!);
        if (args is not [var name] || !Modes.TryGetValue(name, out var mode))
        {
            Log.Ending(logger, string.Join(' ', args), "Usage", $"The argument is one of: {string.Join(", ", Modes.Keys)}.", null);
            return Usage;
        }

        var terminationLog = environment(PodContract.Environment.TerminationLogPath) ?? PodContract.TerminationLogPath;
        try
        {
            var options = SidecarOptions.Read(environment);
            TerminationLog.Clear(terminationLog, logger);
            Log.Starting(logger, name, options.Namespace, options.Name, options.Uid, options.Epoch);
            await mode(new SidecarContext(options, time, loggers) { Environment = environment }, stopping);
            return Success;
        }
        catch (SidecarException e)
        {
            Log.Ending(logger, name, e.Reason, e.Message, e.InnerException);
            TerminationLog.Write(terminationLog, e.ToTerminationMessage(), logger);
            return Failure;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Failure;
        }
        catch (Exception e)
        {
            // The last stop of what no mode foresaw: the kubelet restarts the container.
            Log.Crashed(logger, name, e);
            TerminationLog.Write(terminationLog, new TerminationMessage(TerminationReasons.InternalError, $"{e.GetType().Name}: {e.Message}"), logger);
            return Failure;
        }
    }
}

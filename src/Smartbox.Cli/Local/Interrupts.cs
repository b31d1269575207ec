using System.Runtime.InteropServices;

namespace Smartbox.Cli.Local;

/// <summary>Ctrl-C and the signals that mean the same: the first asks for an orderly end, the second for any.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CliEnvironment _environment;
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    public Interrupts(CliEnvironment environment)
    {
        _environment = environment;
        _environment.Interrupt = Raise;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Raise();
            }));
        }
    }

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        _environment.Interrupt = null;
        _signals.ForEach(signal => signal.Dispose());
        _first.Dispose();
        _second.Dispose();
    }

    private void Raise() => (_first.IsCancellationRequested ? _second : _first).Cancel();
}

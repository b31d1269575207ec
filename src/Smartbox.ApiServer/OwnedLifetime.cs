using Microsoft.Extensions.Hosting;

namespace Smartbox.ApiServer;

/// <summary>The server ends when its owner says so: the web host's own lifetime would take Ctrl-C for itself.</summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

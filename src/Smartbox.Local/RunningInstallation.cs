using Smartbox.Local.Folders;

namespace Smartbox.Local;

/// <summary>An installation that another process holds, or will hold in a moment.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="time">The clock.</param>
public sealed class RunningInstallation(LocalFolder folder, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until all has started.</summary>
    /// <param name="isLost">Whether nobody is starting it any more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>null when nobody starts it any more.</returns>
    public async Task<InstallationState?> ReadyAsync(Func<bool> isLost, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked first: what became ready and then ended is over all the same.
            var lost = isLost();
            if (InstallationState.Running(folder) is { } state)
            {
                return state;
            }

            if (lost)
            {
                return null;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    /// <summary>Tells its process to end, as Ctrl-C does, and waits until it has.</summary>
    /// <returns>Whether anything ran.</returns>
    /// <exception cref="LocalException">It is another user's.</exception>
    public async Task<bool> EndAsync(CancellationToken cancellationToken)
    {
        if (InstallationLock.Holder(folder) is not { } holder)
        {
            return false;
        }

        if (!Signals.Terminate(holder.ProcessId) && InstallationLock.Holder(folder) is not null)
        {
            throw new LocalException($"Process {holder.ProcessId}, which uses {folder.Root}, cannot be told to end: is it another user's?");
        }

        while (InstallationLock.Holder(folder) is { } still && still.ProcessId == holder.ProcessId)
        {
            await Task.Delay(s_pause, time, cancellationToken);
        }

        return true;
    }
}

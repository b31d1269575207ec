using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Sidecar.Backup;
using Smartbox.Sidecar.Restore;
using Smartbox.Sidecar.Storage;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Sidecar.Tests.Integration;

/// <summary>Every request of a life fails once, and every request is the last of a process once.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backup_AnyRequestFails_IsTriedAgainAndLosesNothing(bool afterwards)
    {
        for (var failing = 1; await TryBackupAsync(failing, afterwards, () => new ObjectStoreException(ObjectStoreError.Unavailable, "503")); failing++)
        {
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backup_KilledAtAnyRequest_GoesOnWithTheNextProcessAndLosesNothing(bool afterwards)
    {
        for (var failing = 1; await TryBackupAsync(failing, afterwards, () => new KillException()); failing++)
        {
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_KilledAtAnyRequest_IsHealedByTheNextRun(bool afterwards)
    {
        using var box = await BackedUpAsync();
        var before = await box.DescribeAsync();
        for (var failing = 1; ; failing++)
        {
            box.LoseVolume();
            box.NextPod();
            FaultyStore? bucket = null;
            var killed = await KilledAsync(() => RestoreAsync(box, box.OpenStore(store => bucket = new FaultyStore(store, failing, afterwards, () => new KillException()))));

            (await box.RestoreAsync()).Should().Be(0, $"it was killed at request {failing}");

            (await box.DescribeAsync()).Should().Be(before);
            if (!bucket!.HasFailed)
            {
                failing.Should().BeGreaterThan(5, "a restore has as many requests");
                return;
            }

            killed.Should().BeTrue();
        }
    }

    /// <returns>False when the life had fewer requests than that.</returns>
    private static async Task<bool> TryBackupAsync(int failing, bool afterwards, Func<Exception> fault)
    {
        using var box = new Box();
        (await box.RestoreAsync()).Should().Be(0);
        await box.FillAsync();
        var before = await box.DescribeAsync();
        FaultyStore? bucket = null;
        await KilledAsync(() => BackupAsync(box, box.OpenStore(store => bucket = new FaultyStore(store, failing, afterwards, fault)), $"request {failing} is survived"));

        await BackupAsync(box, box.OpenStore(store => store), "the next process makes its snapshot");

        box.LoseVolume();
        box.NextPod();
        (await box.RestoreAsync()).Should().Be(0);
        (await box.DescribeAsync()).Should().Be(before, $"request {failing} was the one");
        if (!bucket!.HasFailed)
        {
            failing.Should().BeGreaterThan(5, "a first snapshot has as many requests");
        }

        return bucket.HasFailed;
    }

    private static async Task<Box> BackedUpAsync()
    {
        var box = new Box();
        await box.RestoreAsync();
        await box.FillAsync();
        await box.BackupAsync(marker => marker.LastSnapshot is not null);
        return box;
    }

    private static Task RestoreAsync(Box box, IBoxStore store) => new Restorer(
        box.Context().Options, new RestoreOptions(), store, TimeProvider.System, NullLogger<Restorer>.Instance).RunAsync(CancellationToken.None);

    /// <summary>Runs a backup until it has a snapshot, then stops it as the kubelet does; without its endpoint, for speed.</summary>
    private static async Task BackupAsync(Box box, IBoxStore store, string because)
    {
        var options = box.Context().Options;
        using var stopping = new CancellationTokenSource();
        var loop = new BackupLoop(
            new BackupOptions { FirstRetryDelay = TimeSpan.FromMilliseconds(1), MaxFinalRetryDelay = TimeSpan.FromMilliseconds(1) },
            new Snapshotter(options, store, TimeProvider.System, NullLogger<Snapshotter>.Instance),
            new BackupState(options.Epoch),
            TimeProvider.System,
            NullLogger<BackupLoop>.Instance);
        var running = Task.Run(() => loop.RunAsync(stopping.Token));
        await Eventually.BeAsync(() => running.IsCompleted || box.Marker!.LastSnapshot is not null, because);
        await stopping.CancelAsync();
        await running.WaitAsync(s_patience);
    }

    private static async Task<bool> KilledAsync(Func<Task> process)
    {
        try
        {
            await process();
            return false;
        }
        catch (KillException)
        {
            return true;
        }
    }

    /// <summary>Nothing in the program knows it: it goes through everything, as a kill would.</summary>
    private sealed class KillException : Exception;
}

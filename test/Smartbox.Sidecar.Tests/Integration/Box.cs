using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Storage;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Volume;
using Smartbox.Store.Files;
using Smartbox.Store.ObjectStores;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Integration;

/// <summary>A box whose pods come and go: the program as it is, with folders for the volume and the bucket.</summary>
internal sealed class Box : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private long _epoch = TestPod.Epoch;

    public TestPod Pod { get; } = new();

    public VolumeLayout Volume => new(Pod.Volume);

    public string Repository => Path.Combine(Pod.Bucket, "boxes", TestPod.BoxUid, "repo");

    public Marker? Marker => MarkerFile.Read(Volume.Marker);

    /// <summary>Runs the init container.</summary>
    public Task<int> RestoreAsync() =>
        SidecarProgram.RunAsync(["restore"], Pod.Variable, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>Runs the backup container until its marker is as wanted, then stops it as the kubelet does.</summary>
    public async Task<int> BackupAsync(Func<Marker, bool> until)
    {
        using var stopping = new CancellationTokenSource();
        var program = Task.Run(() => SidecarProgram.RunAsync(["backup"], Pod.Variable, TimeProvider.System, NullLoggerFactory.Instance, stopping.Token));
        await Eventually.BeAsync(() => program.IsCompleted || until(Marker!), "the marker is as wanted");
        await stopping.CancelAsync();
        return await program.WaitAsync(s_patience);
    }

    /// <summary>The next pod of the box.</summary>
    public void NextPod()
    {
        Pod.Environment[Variables.Epoch] = (++_epoch).ToString(CultureInfo.InvariantCulture);
        Pod.Environment[Variables.PodUid] = $"pod-of-epoch-{_epoch}";
        Pod.Environment[Variables.ExpectState] = "true";
    }

    /// <summary>Takes the volume away.</summary>
    public void LoseVolume()
    {
        FolderTree.Delete(Pod.Volume);
        Directory.CreateDirectory(Pod.Volume);
    }

    /// <summary>What an agent and its relay may have written, with times that no scan takes for young.</summary>
    public Task FillAsync() => Shell.RunAsync(
        $$"""
        cd '{{Volume.State}}' && mkdir -p notes/2026 && echo 'the cat is called Miso' > notes/2026/cat.md && : > empty && ln -s notes/2026/cat.md link
        touch "$(printf 'no-utf8-\377')" && head -c 700000 /dev/urandom > media.bin && chmod 0640 media.bin && mkdir -m 0500 sealed && mkdir -m 0700 secret
        echo '{"seq":1}' > '{{Volume.Relay}}/session.jsonl'
        find . '{{Volume.Relay}}' -exec touch -h -d '2026-01-02T03:04:05.123456789Z' {} +
        """);

    public async Task<string> DescribeAsync() => await Shell.DescribeAsync(Volume.State) + await Shell.DescribeAsync(Volume.Relay);

    /// <summary>The store of this box over a bucket that does not do as it should.</summary>
    public BoxStore OpenStore(Func<IObjectStore, IObjectStore> wrap) => BoxStore.Open(Context(), s_patience, wrap);

    public SidecarContext Context() =>
        new(SidecarOptions.Read(Pod.Variable), TimeProvider.System, NullLoggerFactory.Instance) { Environment = Pod.Variable };

    public void Dispose()
    {
        FolderTree.Delete(Pod.Volume);
        Pod.Dispose();
    }
}

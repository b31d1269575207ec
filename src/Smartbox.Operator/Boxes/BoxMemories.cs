using System.Collections.Concurrent;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Operator.Backup;

namespace Smartbox.Operator.Boxes;

/// <summary>The memories of all boxes; a box of the same name and another UID begins anew.</summary>
internal sealed class BoxMemories(IBackupControl control, BackupOptions options, TimeProvider time, Func<double> random)
{
    private readonly ConcurrentDictionary<EntityKey, BoxMemory> _memories = new();

    public BoxMemory Of(SmartboxResource box) => _memories.AddOrUpdate(
        EntityKey.Of(box), _ => New(box), (_, known) => known.Uid == box.Metadata.Uid ? known : New(box));

    public void Forget(EntityKey key) => _memories.TryRemove(key, out _);

    private BoxMemory New(SmartboxResource box) => new(box.Metadata.Uid, control, options, time, random);
}

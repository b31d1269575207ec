using System.Globalization;
using System.Text;
using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Sidecar.Epochs;

/// <summary>The objects <c>epoch/&lt;N&gt;</c> of a box: who may write its bucket. Each is created once and holds the UID of its pod.</summary>
/// <remarks>
/// A claim also takes the number that follows the highest one before it, if no pod did. So whoever holds a claim sees by one HEAD of
/// the next number whether it was taken over, whatever numbers were never claimed.
/// </remarks>
internal sealed class EpochClaim(IObjectStore objects, long epoch, string podUid)
{
    private const string Prefix = "epoch/";

    /// <summary>Claims the epoch, or finds it claimed by this pod before.</summary>
    /// <exception cref="SidecarException"><see cref="TerminationReasons.EpochSuperseded"/>.</exception>
    /// <exception cref="ObjectStoreException">The bucket cannot be asked.</exception>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(podUid);
        if (!await objects.PutAsync(Key(epoch), content, ifAbsent: true, cancellationToken))
        {
            throw Superseded($"Epoch {epoch} of this box is claimed by another pod.");
        }

        var below = 0L;
        foreach (var item in await objects.ListAsync(Prefix, cancellationToken))
        {
            if (!long.TryParse(item.Key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var claimed))
            {
                continue;
            }

            if (claimed > epoch)
            {
                throw Superseded($"Epoch {claimed} of this box is claimed; this pod has epoch {epoch}.");
            }

            below = claimed < epoch ? long.Max(below, claimed) : below;
        }

        if (below > 0 && below + 1 < epoch)
        {
            // Lost to another pod or not, the number is taken afterwards.
            await objects.PutAsync(Key(below + 1), content, ifAbsent: true, cancellationToken);
        }
    }

    /// <summary>Checks a claim that succeeded before, with one HEAD.</summary>
    /// <exception cref="SidecarException"><see cref="TerminationReasons.EpochSuperseded"/>.</exception>
    /// <exception cref="ObjectStoreException">The bucket cannot be asked.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (await objects.HeadAsync(Key(epoch + 1), cancellationToken) is not null)
        {
            throw Superseded($"A pod with a higher epoch than {epoch} has taken over this box.");
        }
    }

    private static string Key(long epoch) => Prefix + epoch.ToString(CultureInfo.InvariantCulture);

    private static SidecarException Superseded(string message) => new(
        TerminationReasons.EpochSuperseded, message + " This pod writes nothing more to the bucket and can be deleted.");
}

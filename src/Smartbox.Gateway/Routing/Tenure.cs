namespace Smartbox.Gateway.Routing;

#pragma warning disable CA1001 // no timer and no handle: what the source holds is memory, and streams may still look at its token
/// <summary>The time during which a box has one owner: when it ends, so do that owner's streams.</summary>
internal sealed class Tenure(string uid, string owner)
{
    private readonly CancellationTokenSource _ended = new();

    public CancellationToken Ended => _ended.Token;

    public bool IsOf(string otherUid, string otherOwner) => uid == otherUid && owner == otherOwner;

    public void End() => _ended.Cancel();
}

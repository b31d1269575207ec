namespace Smartbox.Sidecar.Hosting;

/// <summary>Decides from the bytes allocated so far, once a minute, whether a collection is worth its few milliseconds.</summary>
internal sealed class QuietDetector
{
    /// <summary>A busy minute allocates more; it is not to be disturbed.</summary>
    private const long Quiet = 4 << 20;

    /// <summary>What is worth a collection.</summary>
    private const long Worth = 1 << 20;

    private long _lastMinute;
    private long? _lastCollection;

    /// <summary>True in a quiet minute, for the first time and then whenever enough was allocated since.</summary>
    public bool ShouldCollect(long allocated)
    {
        var isQuiet = allocated - _lastMinute < Quiet;
        _lastMinute = allocated;
        if (!isQuiet || allocated - _lastCollection < Worth)
        {
            return false;
        }

        _lastCollection = allocated;
        return true;
    }
}

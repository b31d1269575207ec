using CsCheck;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.ObjectStores;

public sealed class RetryBackoffTests
{
    [Fact]
    public void After_LargestJitter_DoublesUpToTheCap()
    {
        var backoff = new RetryBackoff(() => 1);

        Enumerable.Range(0, 10).Select(i => backoff.After(i).TotalSeconds).Should().Equal(0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30);
    }

    [Fact]
    public void After_AnyJitter_IsBetweenZeroAndTheCap() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, int.MaxValue]).Sample((jitter, failures) =>
            new RetryBackoff(() => jitter).After(failures) is var delay && delay >= TimeSpan.Zero && delay <= TimeSpan.FromSeconds(30));
}

using Smartbox.Protocol;
using Smartbox.Sidecar.Epochs;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Tests.Fakes;

namespace Smartbox.Sidecar.Tests.Epochs;

public sealed class EpochClaimTests
{
    private readonly MemoryObjectStore _bucket = new();

    [Fact]
    public async Task Check_NothingClaimedAfterwards_IsOneHead()
    {
        await Claim(1, "first").ClaimAsync(CancellationToken.None);
        _bucket.Requests.Clear();

        await Claim(1, "first").CheckAsync(CancellationToken.None);

        _bucket.Requests.Should().Equal("HEAD epoch/2");
    }

    [Fact]
    public async Task Check_NextPodSkippedNumbers_IsSupersededAllTheSame()
    {
        await Claim(3, "old").ClaimAsync(CancellationToken.None);
        await Claim(9, "new").ClaimAsync(CancellationToken.None);

        await ShouldBeSupersededAsync(() => Claim(3, "old").CheckAsync(CancellationToken.None));
        await Claim(9, "new").CheckAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Claim_NumberThatALaterPodTookToFenceTheOneBefore_IsSuperseded()
    {
        await Claim(3, "old").ClaimAsync(CancellationToken.None);
        await Claim(9, "new").ClaimAsync(CancellationToken.None);

        await ShouldBeSupersededAsync(() => Claim(4, "late").ClaimAsync(CancellationToken.None));
        await ShouldBeSupersededAsync(() => Claim(5, "late").ClaimAsync(CancellationToken.None));
        await ShouldBeSupersededAsync(() => Claim(3, "old").ClaimAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Claim_TwoPodsOfOneEpoch_OneWins()
    {
        await Claim(3, "a").ClaimAsync(CancellationToken.None);

        await ShouldBeSupersededAsync(() => Claim(3, "b").ClaimAsync(CancellationToken.None));
        await Claim(3, "a").ClaimAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Claim_ObjectsThatAreNoNumbers_AreIgnored()
    {
        _bucket.Objects["epoch/readme"] = [];
        _bucket.Objects["epoch/-9"] = [];

        await Claim(3, "a").ClaimAsync(CancellationToken.None);

        _bucket.Objects.Keys.Should().BeEquivalentTo("epoch/readme", "epoch/-9", "epoch/3");
    }

    private EpochClaim Claim(long epoch, string pod) => new(_bucket, epoch, pod);

    private static async Task ShouldBeSupersededAsync(Func<Task> act) =>
        (await act.Should().ThrowAsync<SidecarException>()).Which.Reason.Should().Be(TerminationReasons.EpochSuperseded);
}

using Smartbox.Sidecar.Backup;
using Smartbox.Sidecar.Volume;

namespace Smartbox.Sidecar.Tests.Backup;

public sealed class ShrinkRuleTests
{
    private const int MiB = 1 << 20;

    [Theory]
    [InlineData(100, 9, false, true)]
    [InlineData(100, 10, false, false)]
    [InlineData(19, 1, false, false)]
    [InlineData(3, 3, true, true)]
    [InlineData(100, 200, false, false)]
    public void Judge_Files_AreSuspiciousBelowATenthOrWhenTheStateIsEmpty(long before, long now, bool isEmpty, bool suspicious) =>
        (ShrinkRule.Judge(Last(before, 10), now, 10, isEmpty) is not null).Should().Be(suspicious);

    [Theory]
    [InlineData(100 * MiB, (10 * MiB) - 1, true)]
    [InlineData(100 * MiB, 10 * MiB, false)]
    [InlineData(MiB - 1, 1, false)]
    public void Judge_Bytes_AreSuspiciousBelowATenth(long before, long now, bool suspicious) =>
        (ShrinkRule.Judge(Last(5, before), 5, now, stateIsEmpty: false) is not null).Should().Be(suspicious);

    [Fact]
    public void Judge_FirstSnapshotOrOneThatWasEmptyBefore_IsNotSuspicious()
    {
        ShrinkRule.Judge(null, 0, 0, stateIsEmpty: true).Should().BeNull();
        ShrinkRule.Judge(Last(0, 0) with { StateIsEmpty = true }, 0, 0, stateIsEmpty: true).Should().BeNull();
    }

    private static SnapshotRecord Last(long files, long bytes) => new("0123456789abcdef", DateTimeOffset.UnixEpoch, files, bytes, 0, StateIsEmpty: false);
}

using Smartbox.Sidecar.Hosting;

namespace Smartbox.Sidecar.Tests.Hosting;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("1m", 60_000)]
    [InlineData("90s", 90_000)]
    [InlineData("1h2m3s4ms", 3_723_004)]
    [InlineData("250ms", 250)]
    public void Parse_KubernetesDuration_IsRead(string text, int milliseconds) =>
        DurationText.Parse(text).Should().Be(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("1")]
    [InlineData("m")]
    [InlineData("-1m")]
    [InlineData("1 m")]
    [InlineData("1d")]
    [InlineData("1.5h")]
    [InlineData("99999999999h")]
    public void Parse_AnythingElse_IsNone(string text) => DurationText.Parse(text).Should().BeNull();
}

using System.Text.RegularExpressions;

namespace Smartbox.Api.Tests;

public class DurationsTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h1m1s", 3661)]
    [InlineData("0s", 0)]
    public void Parse_Duration_GivesItsSeconds(string text, int seconds) => Durations.Parse(text).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("m")]
    [InlineData("1s1m")]
    [InlineData("-1m")]
    [InlineData("1m\n")]
    [InlineData("1d")]
    [InlineData("1234567s")]
    public void Parse_AnythingElse_IsRefused(string text) => FluentActions.Invoking(() => Durations.Parse(text)).Should().Throw<FormatException>();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(61, "1m1s")]
    [InlineData(5400, "1h30m")]
    [InlineData(360000, "100h")]
    public void Format_Duration_IsReadBackAndMatchesTheSchema(int seconds, string text)
    {
        var formatted = Durations.Format(TimeSpan.FromSeconds(seconds));

        formatted.Should().Be(text).And.MatchRegex(new Regex(Durations.Pattern));
        Durations.Parse(formatted).Should().Be(TimeSpan.FromSeconds(seconds));
    }
}

using Smartbox.Kubernetes.Informers;

namespace Smartbox.Kubernetes.Tests.Informers;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> s_labels = new() { ["app"] = "box", ["tier"] = "one", ["smartbox.dev/box"] = "alice" };

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("app=box", true)]
    [InlineData("app==box,tier=one", true)]
    [InlineData("app=other", false)]
    [InlineData("app!=other", true)]
    [InlineData("none!=x", true)]
    [InlineData("app!=box", false)]
    [InlineData("smartbox.dev/box", true)]
    [InlineData("none", false)]
    [InlineData("!none", true)]
    [InlineData("!app", false)]
    [InlineData("app in (a, box),tier", true)]
    [InlineData("app in (a,b)", false)]
    [InlineData("app notin (a,b)", true)]
    [InlineData("none notin (a)", true)]
    public void Matches_AsTheApiServerWould(string? selector, bool expected) => LabelSelector.Parse(selector).Matches(s_labels).Should().Be(expected);

    [Fact]
    public void Matches_NoLabelsAtAll_OnlyWhatAsksForNone()
    {
        LabelSelector.Parse("app").Matches(null).Should().BeFalse();
        LabelSelector.Parse("!app").Matches(null).Should().BeTrue();
    }

    [Fact]
    public void Parse_WhatItDoesNotKnow_IsRefused() =>
        ((Func<LabelSelector>)(() => LabelSelector.Parse("a b c"))).Should().Throw<FormatException>();
}

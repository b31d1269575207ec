using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Lists in pages.</summary>
public sealed class PagingTests
{
    private const string Secrets = "/api/v1/namespaces/$ns/secrets";

    [SkippableTheory]
    [Servers]
    public async Task Pages_UnderWrites_AreOfOneMoment(ServerKind kind)
    {
        await using var @case = await FilledAsync(kind);

        var first = await @case.QuietlyAsync(HttpMethod.Get, Secrets + "?limit=2");
        await @case.QuietlyAsync(HttpMethod.Delete, Secrets + "/c");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: ca}}");
        await @case.QuietlyAsync(HttpMethod.Patch, Secrets + "/d", "{metadata: {labels: {x: y}}}", Case.MergePatch);
        var second = await @case.QuietlyAsync(HttpMethod.Get, $"{Secrets}?limit=2&continue={first.Field("metadata", "continue")}");
        var third = await @case.QuietlyAsync(HttpMethod.Get, $"{Secrets}?limit=2&continue={second.Field("metadata", "continue")}");

        Names(first).Should().Equal("a", "b");
        Names(second).Should().Equal("c", "d");
        Names(third).Should().Equal("e");
        second.Text.Should().NotContain("\"x\"", "the label came after the first page");
        ((long)first.Json["metadata"]!["remainingItemCount"]!).Should().Be(3);
        third.Json["metadata"]!["continue"].Should().BeNull();
        new[] { second.ResourceVersion, third.ResourceVersion }.Should().AllBe(first.ResourceVersion);
    }

    [SkippableTheory]
    [Servers]
    public async Task Page_WithASelector_DoesNotCountWhatRemains(ServerKind kind)
    {
        await using var @case = await FilledAsync(kind);

        var first = await @case.QuietlyAsync(HttpMethod.Get, Secrets + "?limit=2&labelSelector=in%3Dlist");

        Names(first).Should().Equal("a", "b");
        first.Json["metadata"]!["remainingItemCount"].Should().BeNull();
        first.Field("metadata", "continue").Should().NotBeEmpty();
    }

    [SkippableTheory]
    [Servers]
    public async Task Page_ThatCannotBe_SaysWhy(ServerKind kind)
    {
        await using var @case = await FilledAsync(kind);
        var first = await @case.QuietlyAsync(HttpMethod.Get, Secrets + "?limit=2");

        await @case.GetAsync(Secrets + "?limit=2&continue=nonsense");
        await @case.GetAsync(Secrets + "?limit=x");
        (await @case.TryAsync(HttpMethod.Get, $"{Secrets}?limit=2&resourceVersion=5&continue={first.Field("metadata", "continue")}")).Status.Should().Be(400);

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Page_OfAnExpiredToken_IsGoneAndSaysHowToGoOn(ServerKind kind)
    {
        await using var @case = await FilledAsync(kind);
        var first = await @case.QuietlyAsync(HttpMethod.Get, Secrets + "?limit=2");
        // What the token says of the moment is replaced by the first of all moments.
        var token = Ancient(first.Field("metadata", "continue"));
        await @case.CompactAsync();

        var expired = await @case.TryAsync(HttpMethod.Get, $"{Secrets}?limit=2&continue={token}");

        Skip.If(expired.Status == 200 && kind == ServerKind.Cluster, "Skipped: the cluster is minutes old and remembers its first version.");
        expired.Status.Should().Be(410);
        expired.Field("reason").Should().Be("Expired");
        @case.Show(expired);
        var rest = await @case.QuietlyAsync(HttpMethod.Get, $"{Secrets}?limit=10&continue={expired.Field("metadata", "continue")}");
        Names(rest).Should().Equal("c", "d", "e");
        @case.Verify();
    }

    private static string Ancient(string token)
    {
        var json = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/').PadRight((token.Length + 3) / 4 * 4, '=')));
        var ancient = System.Text.RegularExpressions.Regex.Replace(json, "\"rv\":\\d+", "\"rv\":2");
        ancient.Should().NotBe(json);
        return Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(ancient)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static async Task<Case> FilledAsync(ServerKind kind, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var @case = await Case.BeginAsync(kind, test: test);
        foreach (var name in new[] { "e", "d", "c", "b", "a" })
        {
            await @case.QuietlyAsync(HttpMethod.Post, Secrets, $"{{metadata: {{name: {name}, labels: {{in: list}}}}}}");
        }

        return @case;
    }

    private static IEnumerable<string?> Names(Exchange list) => list.Json["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]);
}

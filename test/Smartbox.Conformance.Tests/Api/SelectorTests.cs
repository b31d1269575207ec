using System.Net;
using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Lists by labels and fields.</summary>
public sealed class SelectorTests
{
    private const string Secrets = "/api/v1/namespaces/$ns/secrets";

    [SkippableTheory]
    [Servers]
    public async Task List_ByLabels_HasWhatMatches(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a, labels: {tier: one, env: dev}}}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: b, labels: {tier: two}}}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: c, labels: {tier: '3'}}}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: d}}");

        foreach (var selector in new[]
        {
            "tier=one", "tier==one", "tier!=one", "tier", "!tier", "tier in (one,two)", "tier notin (one, two)", "tier=one,env=dev", "tier=one,env!=dev",
            "tier>2", "tier<3", "tier in ()", "tier=", "", "example.com/x",
        })
        {
            await ShowAsync(@case, "labelSelector", selector);
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task List_ByWrongLabels_SaysWhatIsWrong(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        foreach (var selector in new[] { "a b", "=x", "a=b=c", "a in", "a in (b", "-a", "a=-b", "a>b", ",", "a,,b", "a/b/c" })
        {
            await @case.GetAsync($"{Secrets}?labelSelector={WebUtility.UrlEncode(selector)}");
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task List_ByFields_HasWhatMatches(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a}, type: example.com/a}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: b}}");

        foreach (var selector in new[]
        {
            "metadata.name=a", "metadata.name!=a", "metadata.name=a,metadata.namespace=$ns", "type=Opaque", "metadata.namespace=other", "metadata.name=none", "",
        })
        {
            await ShowAsync(@case, "fieldSelector", selector);
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task List_ByWrongFields_SaysWhatIsWrong(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.DefineWidgetsAsync("schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}");

        await @case.GetAsync(Secrets + "?fieldSelector=data.k%3Dv");
        await @case.GetAsync(Secrets + "?fieldSelector=a");
        await @case.GetAsync(Secrets + "?fieldSelector=metadata.name%20in%20(a)");
        await @case.GetAsync(Case.Widgets + "?fieldSelector=spec.size%3D1");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task List_OfCustomObjectsBySelectableFields_HasWhatMatches(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.DefineWidgetsAsync("""
            selectableFields: [{jsonPath: .spec.color}]
            schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {color: {type: string}}}}}}
            """);
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: a}, spec: {color: red}}");
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: b}, spec: {color: blue}}");
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: c}}");

        foreach (var selector in new[] { "spec.color=red", "spec.color!=red", "spec.color=", "metadata.name=b" })
        {
            await ShowAsync(@case, "fieldSelector", selector, Case.Widgets);
        }

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task DeleteCollection_BySelector_DeletesWhatMatches(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a, labels: {x: y}}}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: b, labels: {x: y}}}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: c}}");

        await @case.DeleteAsync(Secrets + "?labelSelector=x%3Dy");
        await @case.GetAsync(Secrets);

        @case.Verify();
    }

    private static async Task ShowAsync(Case @case, string parameter, string selector, string collection = Secrets)
    {
        var answer = await @case.TryAsync(HttpMethod.Get, $"{collection}?{parameter}={WebUtility.UrlEncode(selector.Replace("$ns", @case.Namespace, StringComparison.Ordinal))}");
        answer.Status.Should().Be(200, selector);
        @case.Step($"{selector}: {string.Join(' ', answer.Json["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]))}");
    }
}

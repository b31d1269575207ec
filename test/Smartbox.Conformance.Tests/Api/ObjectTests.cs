using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Objects are made, read, replaced and taken away.</summary>
public sealed class ObjectTests
{
    private const string Maps = "/api/v1/namespaces/$ns/configmaps";

    [SkippableTheory]
    [Servers]
    public async Task Create_OfANewObject_AnswersWithWhatIsStored(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        var created = await @case.PostAsync(Maps, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {x: y}}, data: {k: v}}");
        var read = await @case.GetAsync(Maps + "/a");

        read.ResourceVersion.Should().Be(created.ResourceVersion);
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Create_OfWhatIsThere_IsAConflict(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.PostAsync(Maps, "{metadata: {name: a}}");
        await @case.PostAsync(Maps, "{metadata: {name: a}}");
        await @case.PostAsync("/api/v1/namespaces", "{metadata: {name: $ns}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Create_OfWhatCannotBe_SaysWhy(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.PostAsync(Maps, "{metadata: {name: A_b}}");
        await @case.PostAsync(Maps, "{metadata: {}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, namespace: other}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, resourceVersion: '1'}}");
        await @case.PostAsync(Maps, "{apiVersion: v1, kind: Secret, metadata: {name: a}}");
        await @case.PostAsync(Maps, "{apiVersion: apps/v1, kind: ConfigMap, metadata: {name: a}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, labels: {-x: y}}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, labels: {x: '-y'}}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, labels: {a/b/c: y}}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, annotations: {'x y': y}}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, finalizers: [nonsense]}}");
        await @case.PostAsync(Maps, "{metadata: {name: a, ownerReferences: [{apiVersion: v1, kind: Pod, name: p}]}}");
        await @case.PostAsync(Maps, "{metadata: {name: a}, data: {'b c': x}}");
        await @case.PostAsync(Maps, "{metadata: {name: a}, data: {k: 1}}");
        await @case.PostAsync(Maps, "{metadata: {name: a}, data: {k: v}, binaryData: {k: eA==}}");
        await @case.PostAsync("/api/v1/namespaces/$ns-other/configmaps", "{metadata: {name: a}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Create_OfWhatCannotBeRead_IsABadRequest(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        (await @case.PostAsync(Maps, "raw:{\"metadata\": {")).Status.Should().Be(400);
        (await @case.PostAsync(Maps, "raw:[]")).Status.Should().Be(400);
        (await @case.PostAsync(Maps, "raw:")).Status.Should().Be(400);
        (await @case.TryAsync(HttpMethod.Post, Maps, "metadata: {name: a}", "text/plain")).Status.Should().Be(415);

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Create_WithGenerateName_GetsAName(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        var first = await @case.TryAsync(HttpMethod.Post, Maps, "{metadata: {generateName: some-}}");
        var second = await @case.TryAsync(HttpMethod.Post, Maps, "{metadata: {generateName: some-}}");

        first.Status.Should().Be(201);
        first.Name.Should().MatchRegex("^some-[bcdfghjklmnpqrstvwxz2456789]{5}$").And.NotBe(second.Name);
        first.Field("metadata", "generateName").Should().Be("some-");
        var wrong = await @case.TryAsync(HttpMethod.Post, Maps, "{metadata: {generateName: Some_}}");
        wrong.Json["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]).Should().Equal("metadata.generateName", "metadata.name");
    }

    [SkippableTheory]
    [Servers]
    public async Task Get_OfWhatIsNotThere_IsNotFound(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.GetAsync(Maps + "/none");
        await @case.GetAsync("/api/v1/namespaces/$ns-none");
        await @case.GetAsync("/api/v1/namespaces/$ns-none/configmaps");
        await @case.DeleteAsync(Maps + "/none");
        await @case.PutAsync(Maps + "/none", "{metadata: {name: none}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/none", "{data: {}}");
        await @case.GetAsync("/apis/apps/v1/namespaces/$ns/deployments/none");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Update_OfAnOlderVersion_IsAConflict(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var first = await @case.PostAsync(Maps, "{metadata: {name: a}, data: {k: '1'}}");

        var second = await @case.PutAsync(Maps + "/a", $"{{metadata: {{name: a, resourceVersion: '{first.ResourceVersion}'}}, data: {{k: '2'}}}}");
        var stale = await @case.TryAsync(HttpMethod.Put, Maps + "/a", $"{{metadata: {{name: a, resourceVersion: '{first.ResourceVersion}'}}, data: {{k: '3'}}}}");

        second.ResourceVersion.Should().NotBe(first.ResourceVersion);
        stale.Status.Should().Be(409);
        @case.Show(stale);
        await @case.PutAsync(Maps + "/a", "{metadata: {name: a}, data: {k: '4'}}");
        await @case.PutAsync(Maps + "/a", "{metadata: {name: b}, data: {k: '4'}}");
        await @case.PutAsync(Maps + "/a", "{metadata: {name: a, resourceVersion: x}}");
        await @case.PutAsync(Maps + "/a", "{metadata: {name: a, uid: 00000000-0000-0000-0000-000000000000}}");
        await @case.PutAsync(Maps + "/a", "{metadata: {name: a, namespace: other}}");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Update_WithoutAChange_KeepsTheVersion(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var first = await @case.QuietlyAsync(HttpMethod.Post, Maps, "{metadata: {name: a}, data: {k: v}}");

        var second = await @case.QuietlyAsync(HttpMethod.Put, Maps + "/a", first.Text);
        var third = await @case.QuietlyAsync(HttpMethod.Patch, Maps + "/a", "{data: {k: v}}", Case.MergePatch);

        second.ResourceVersion.Should().Be(first.ResourceVersion);
        third.ResourceVersion.Should().Be(first.ResourceVersion);
    }

    [SkippableTheory]
    [Servers]
    public async Task Update_OfWhatIsTheServers_IsIgnored(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync(Maps, "{metadata: {name: a, uid: 11111111-1111-1111-1111-111111111111, creationTimestamp: '2001-01-01T00:00:00Z', generation: 7, selfLink: /x, deletionTimestamp: '2001-01-01T00:00:00Z'}}");

        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {creationTimestamp: '2001-01-01T00:00:00Z', generation: 7, deletionTimestamp: '2001-01-01T00:00:00Z', deletionGracePeriodSeconds: 3}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Update_OfWhatIsImmutable_IsRefused(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync(Maps, "{metadata: {name: a}, data: {k: v}, immutable: true}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{data: {k: w}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{immutable: false}");

        await @case.PostAsync("/api/v1/namespaces/$ns/secrets", "{metadata: {name: s}, stringData: {k: v}, type: example.com/a}");
        await @case.PatchAsync(Case.MergePatch, "/api/v1/namespaces/$ns/secrets/s", "{type: example.com/b}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Create_WithDryRun_KeepsNothing(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        (await @case.QuietlyAsync(HttpMethod.Post, Maps + "?dryRun=All", "{metadata: {name: a}}")).Uid.Should().NotBeEmpty();
        await @case.GetAsync(Maps + "/a");
        await @case.PostAsync(Maps, "{metadata: {name: a}, data: {k: v}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a?dryRun=All", "{data: {k: w}}");
        await @case.DeleteAsync(Maps + "/a?dryRun=All");
        await @case.GetAsync(Maps + "/a");
        await @case.PostAsync(Maps + "?dryRun=Some", "{metadata: {name: b}}");

        @case.Verify();
    }
}

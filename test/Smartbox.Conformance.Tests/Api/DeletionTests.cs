using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>How objects go: finalizers, preconditions, dependents, namespaces.</summary>
public sealed class DeletionTests
{
    private const string Maps = "/api/v1/namespaces/$ns/configmaps";

    [SkippableTheory]
    [Servers]
    public async Task Delete_OfAnObject_AnswersWithItsUid(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync(Maps, "{metadata: {name: a}}");

        await @case.DeleteAsync(Maps + "/a");
        await @case.GetAsync(Maps + "/a");
        await @case.DeleteAsync(Maps + "/a");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Delete_WithFinalizers_WaitsForThem(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.PostAsync(Maps, "{metadata: {name: a, finalizers: [example.com/x, example.com/y]}}");

        await @case.DeleteAsync(Maps + "/a");
        await @case.DeleteAsync(Maps + "/a");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{data: {k: still there}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {finalizers: [example.com/x, example.com/z]}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {finalizers: [example.com/x]}}");
        await @case.PostAsync(Maps, "{metadata: {name: a}}");
        await @case.PatchAsync(Case.MergePatch, Maps + "/a", "{metadata: {finalizers: null}}");
        await @case.GetAsync(Maps + "/a");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Delete_WithPreconditions_HoldsThem(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var made = await @case.PostAsync(Maps, "{metadata: {name: a}}");

        await @case.DeleteAsync(Maps + "/a", "{preconditions: {uid: 00000000-0000-0000-0000-000000000000}}");
        await @case.DeleteAsync(Maps + "/a", "{preconditions: {resourceVersion: '1'}}");
        await @case.DeleteAsync(Maps + "/a", "{propagationPolicy: Sideways}");
        await @case.DeleteAsync(Maps + "/a", "{propagationPolicy: Orphan, orphanDependents: true}");
        await @case.DeleteAsync(Maps + "/a", "{dryRun: [All]}");
        await @case.DeleteAsync(Maps + "/a", $"{{apiVersion: v1, kind: DeleteOptions, preconditions: {{uid: {made.Uid}, resourceVersion: '{made.ResourceVersion}'}}}}");
        await @case.GetAsync(Maps + "/a");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Delete_InTheBackground_TakesDependentsAfterwards(ServerKind kind)
    {
        await using var @case = await FamilyAsync(kind);

        await @case.DeleteAsync(Maps + "/owner", "{propagationPolicy: Background}");

        await @case.GetAsync(Maps + "/owner");
        await @case.AwaitAsync(Maps + "/child", answer => answer.Status == 404);
        await @case.AwaitAsync(Maps + "/grandchild", answer => answer.Status == 404);
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Delete_InTheForeground_TakesDependentsFirst(ServerKind kind)
    {
        await using var @case = await FamilyAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Patch, Maps + "/grandchild", "{metadata: {finalizers: [example.com/wait]}}", Case.MergePatch);

        var deleted = await @case.QuietlyAsync(HttpMethod.Delete, Maps + "/owner", "{propagationPolicy: Foreground}");
        deleted.Json["metadata"]!["finalizers"]!.ToJsonString().Should().Be("[\"foregroundDeletion\"]");
        await @case.AwaitAsync(Maps + "/grandchild", answer => answer.Json["metadata"]!["deletionTimestamp"] is not null, quietly: true);
        (await @case.TryAsync(HttpMethod.Get, Maps + "/owner")).Status.Should().Be(200, "its family is still there");

        await @case.QuietlyAsync(HttpMethod.Patch, Maps + "/grandchild", "{metadata: {finalizers: null}}", Case.MergePatch);
        foreach (var name in new[] { "/grandchild", "/child", "/owner" })
        {
            await @case.AwaitAsync(Maps + name, answer => answer.Status == 404, quietly: true);
        }
    }

    [SkippableTheory]
    [Servers]
    public async Task Delete_WithOrphans_LeavesThemWithoutOwner(ServerKind kind)
    {
        await using var @case = await FamilyAsync(kind);

        await @case.QuietlyAsync(HttpMethod.Delete, Maps + "/owner", "{propagationPolicy: Orphan}");

        await @case.AwaitAsync(Maps + "/owner", answer => answer.Status == 404, quietly: true);
        var child = await @case.AwaitAsync(Maps + "/child", answer => answer.Json["metadata"]!["ownerReferences"] is null, quietly: true);
        child.Json["metadata"]!["deletionTimestamp"].Should().BeNull();
        (await @case.TryAsync(HttpMethod.Get, Maps + "/grandchild")).Json["metadata"]!["ownerReferences"].Should().NotBeNull();
    }

    [SkippableTheory]
    [Servers]
    public async Task Object_OfAnOwnerThatNeverWas_Goes(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.QuietlyAsync(HttpMethod.Post, Maps, Owned("a", "none", "00000000-0000-0000-0000-000000000000"));

        await @case.AwaitAsync(Maps + "/a", answer => answer.Status == 404, quietly: true);
    }

    [SkippableTheory]
    [Servers]
    public async Task Object_WithOneOfTwoOwnersLeft_Stays(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var one = await @case.QuietlyAsync(HttpMethod.Post, Maps, "{metadata: {name: one}}");
        var two = await @case.QuietlyAsync(HttpMethod.Post, Maps, "{metadata: {name: two}}");
        await @case.QuietlyAsync(HttpMethod.Post, Maps, $"{{metadata: {{name: child, ownerReferences: [{Owner(one)}, {Owner(two)}]}}}}");

        await @case.QuietlyAsync(HttpMethod.Delete, Maps + "/one");
        var child = await @case.AwaitAsync(Maps + "/child", answer => answer.Status == 404 || answer.Json["metadata"]!["ownerReferences"]!.AsArray().Count == 1, quietly: true);
        child.Status.Should().Be(200);

        await @case.QuietlyAsync(HttpMethod.Delete, Maps + "/two");
        await @case.AwaitAsync(Maps + "/child", answer => answer.Status == 404, quietly: true);
    }

    [SkippableTheory]
    [Servers]
    public async Task Delete_OfANamespace_EmptiesItFirst(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Maps, "{metadata: {name: plain}}");
        await @case.QuietlyAsync(HttpMethod.Post, Maps, "{metadata: {name: held, finalizers: [example.com/wait]}}");

        var deleted = await @case.TryAsync(HttpMethod.Delete, "/api/v1/namespaces/$ns");
        await @case.AwaitAsync(Maps + "/plain", answer => answer.Status == 404, quietly: true);
        var held = await @case.TryAsync(HttpMethod.Get, Maps + "/held");
        await @case.PostAsync(Maps, "{metadata: {name: late}}");
        var terminating = await @case.TryAsync(HttpMethod.Get, "/api/v1/namespaces/$ns");
        await @case.QuietlyAsync(HttpMethod.Patch, Maps + "/held", "{metadata: {finalizers: null}}", Case.MergePatch);
        await @case.AwaitAsync("/api/v1/namespaces/$ns", answer => answer.Status == 404);

        deleted.Status.Should().Be(200);
        deleted.Field("kind").Should().Be("Namespace");
        held.Json["metadata"]!["deletionTimestamp"].Should().NotBeNull();
        terminating.Field("status", "phase").Should().Be("Terminating");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Namespace_OfItsOwn_HasPhaseNameLabelAndFinalizer(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.GetAsync("/api/v1/namespaces/$ns");

        @case.Verify();
    }

    private static async Task<Case> FamilyAsync(ServerKind kind, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var @case = await Case.BeginAsync(kind, test: test);
        var owner = await @case.QuietlyAsync(HttpMethod.Post, Maps, "{metadata: {name: owner}}");
        var child = await @case.QuietlyAsync(HttpMethod.Post, Maps, Owned("child", "owner", owner.Uid));
        await @case.QuietlyAsync(HttpMethod.Post, Maps, Owned("grandchild", "child", child.Uid));
        return @case;
    }

    private static string Owner(Exchange owner) => $"{{apiVersion: v1, kind: ConfigMap, name: {owner.Name}, uid: {owner.Uid}}}";

    private static string Owned(string name, string owner, string uid) =>
        $"{{metadata: {{name: {name}, ownerReferences: [{{apiVersion: v1, kind: ConfigMap, name: {owner}, uid: {uid}, blockOwnerDeletion: true}}]}}}}";
}

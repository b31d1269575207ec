using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Leases, and events in both of their groups.</summary>
public sealed class LeaseAndEventTests
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/$ns/leases";
    private const string CoreEvents = "/api/v1/namespaces/$ns/events";
    private const string Events = "/apis/events.k8s.io/v1/namespaces/$ns/events";

    [SkippableTheory]
    [Servers]
    public async Task Lease_IsTakenByOneOfTwo(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        var made = await @case.PostAsync(Leases, "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}, spec: {holderIdentity: a, leaseDurationSeconds: 15, acquireTime: '2026-01-01T00:00:00.000001Z', renewTime: '2026-01-01T00:00:00.123456Z', leaseTransitions: 1}}");
        await @case.PutAsync(Leases + "/l", Lease("b", made.ResourceVersion));
        await @case.PutAsync(Leases + "/l", Lease("c", made.ResourceVersion));
        await @case.PostAsync(Leases, "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: m}, spec: {leaseDurationSeconds: 0, leaseTransitions: -1}}");
        var seconds = await @case.TryAsync(HttpMethod.Patch, Leases + "/l", "{spec: {renewTime: '2026-01-01T00:00:01Z'}}", Case.MergePatch);
        var time = await @case.QuietlyAsync(HttpMethod.Patch, Leases + "/l", "{spec: {renewTime: '2026-01-01T00:00:01.500000+01:00'}}", Case.MergePatch);

        seconds.Status.Should().Be(422, "a time with microseconds is asked for");
        time.Field("spec", "renewTime").Should().Be("2025-12-31T23:00:01.500000Z");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Event_OfEitherGroup_IsReadInBoth(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.PostAsync(CoreEvents, "{metadata: {name: old}, involvedObject: {kind: Pod, namespace: $ns, name: p}, reason: Tested, message: It was., type: Normal, source: {component: conformance}, count: 1, firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:00:00Z'}");
        await @case.PostAsync(Events, "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: new}, regarding: {kind: Pod, namespace: $ns, name: p}, reason: Tested, note: It was., type: Warning, action: Testing, reportingController: example.com/conformance, reportingInstance: i, eventTime: '2026-01-01T00:00:00.000000Z'}");
        await @case.GetAsync(Events + "/old");
        await @case.GetAsync(CoreEvents + "/new");
        await @case.PatchAsync(Case.MergePatch, Events + "/new", "{series: {count: 2, lastObservedTime: '2026-01-01T00:00:01.000000Z'}}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Event_ThatCannotBe_SaysWhy(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.PostAsync(CoreEvents, "{metadata: {name: a}, involvedObject: {kind: Pod, namespace: other, name: p}}");
        await @case.PostAsync(Events, "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: b}, regarding: {kind: Pod, namespace: $ns, name: p}}");
        await @case.PostAsync(Events, "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: b}, regarding: {kind: Pod, namespace: $ns, name: p}, eventTime: '2026-01-01T00:00:00.000000Z', type: Odd, reason: R, action: A, reportingController: example.com/x, reportingInstance: i}");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Events_ByFields_AreThoseOfOneObject(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        foreach (var name in new[] { "p", "q" })
        {
            await @case.QuietlyAsync(HttpMethod.Post, CoreEvents, $"{{metadata: {{name: of-{name}}}, involvedObject: {{kind: Pod, namespace: $ns, name: {name}, uid: u-{name}}}, reason: R, type: Normal}}");
        }

        var list = await @case.QuietlyAsync(HttpMethod.Get, CoreEvents + "?fieldSelector=involvedObject.name%3Dq,involvedObject.kind%3DPod,involvedObject.uid%3Du-q,type%3DNormal");

        list.Json["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]).Should().Equal("of-q");
    }

    private static string Lease(string holder, string version) =>
        $"{{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {{name: l, resourceVersion: '{version}'}}, spec: {{holderIdentity: {holder}, leaseDurationSeconds: 15}}}}";
}

using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>What kubectl prints, and objects without what is not metadata.</summary>
public sealed class TableTests
{
    public const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private const string Partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private const string PartialList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    [SkippableTheory]
    [Servers("configmaps", "data: {a: b, c: d}")]
    [Servers("secrets", "data: {a: Yg==}")]
    [Servers("services", "spec: {clusterIP: None, ports: [{port: 80, name: w}, {port: 81, name: x, protocol: UDP}], selector: {a: b}}")]
    [Servers("persistentvolumeclaims", "spec: {storageClassName: none, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}")]
    [Servers("serviceaccounts", "")]
    [Servers("pods", "spec: {schedulerName: none, automountServiceAccountToken: false, containers: [{name: c, image: i}, {name: d, image: j}]}")]
    public async Task Table_OfABuiltInKind_HasItsColumns(ServerKind kind, string resource, string rest)
    {
        await using var @case = await Case.BeginAsync(kind, resource);
        @case.Normaliser.Hidden.Add("description");
        await @case.AwaitAsync("/api/v1/namespaces/$ns/serviceaccounts/default", answer => answer.Status == 200, quietly: true);
        await @case.QuietlyAsync(HttpMethod.Post, $"/api/v1/namespaces/$ns/{resource}", "metadata: {name: a, labels: {x: y}}\n" + rest);

        await @case.GetAsync($"/api/v1/namespaces/$ns/{resource}/a", Table);
        await @case.GetAsync($"/api/v1/namespaces/$ns/{resource}?labelSelector=x", Table);
        await @case.GetAsync($"/api/v1/namespaces/$ns/{resource}?labelSelector=x&includeObject=None", Table);

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Table_OfACustomKind_HasItsPrinterColumns(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.DefineWidgetsAsync("""
            additionalPrinterColumns:
            - {name: Size, type: integer, jsonPath: .spec.size, description: How large.}
            - {name: Color, type: string, jsonPath: .spec.color, priority: 1}
            - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
            - {name: Since, type: date, jsonPath: .spec.since}
            - {name: Big, type: boolean, jsonPath: .spec.big}
            - {name: Ratio, type: number, jsonPath: .spec.ratio}
            - {name: Tags, type: string, jsonPath: '.spec.tags[*]'}
            - {name: Part, type: string, jsonPath: .spec.part}
            - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """);
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, """
            {apiVersion: $group/v1, kind: Widget, metadata: {name: a}, spec: {size: 3, color: red, big: true, ratio: 0.5, tags: [x, y], part: {q: r}},
             status: {conditions: [{type: Other, status: 'False'}, {type: Ready, status: 'True'}]}}
            """);
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: b}, spec: {size: text, since: never}}");
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: c}}");

        await @case.GetAsync(Case.Widgets, Table);

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Table_OfACustomKindWithoutColumns_HasNameAndAge(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.DefineWidgetsAsync("schema: {openAPIV3Schema: {type: object}}");
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: a}}");

        await @case.GetAsync(Case.Widgets + "/a", Table);
        await @case.GetAsync(Case.Widgets, Table);

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Table_OfAStatus_ShowsTheError(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.GetAsync("/api/v1/namespaces/$ns/secrets/none", Table);
        await @case.GetAsync("/api/v1/namespaces/$ns/secrets", "application/nonsense");
        await @case.GetAsync("/api/v1/namespaces/$ns/secrets", "application/json;as=Nonsense;v=v1;g=meta.k8s.io");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Metadata_OfObjects_HasNothingElse(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.DefineWidgetsAsync("schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}");
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/secrets", "{metadata: {name: a}, data: {k: eA==}}");
        await @case.QuietlyAsync(HttpMethod.Post, Case.Widgets, "{apiVersion: $group/v1, kind: Widget, metadata: {name: a}, spec: {k: v}}");

        await @case.GetAsync("/api/v1/namespaces/$ns/secrets/a", Partial);
        await @case.GetAsync("/api/v1/namespaces/$ns/secrets", PartialList);
        await @case.GetAsync(Case.Widgets, PartialList);

        @case.Verify();
    }
}

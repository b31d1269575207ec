using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubectl;

/// <summary>kubectl works as it does with a cluster.</summary>
/// <remarks>Widgets are named with their group: other cases have widgets too.</remarks>
public sealed class KubectlTests
{
    private const string Map = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: m, labels: {app: one}}
        data: {k: v}
        """;

    private const string Schema = """
        subresources: {status: {}}
        additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}, {name: Color, type: string, jsonPath: .spec.color, priority: 1}]
        schema:
          openAPIV3Schema:
            type: object
            description: A widget.
            properties:
              spec: {type: object, description: What it should be., required: [size], properties: {size: {type: integer, minimum: 1, description: How large it is.}, color: {type: string, default: red, enum: [red, blue]}}}
              status: {type: object, properties: {conditions: {type: array, items: {type: object, properties: {type: {type: string}, status: {type: string}}}}}}
        """;

    private const string Widget = """
        apiVersion: $group/v1
        kind: Widget
        metadata: {name: w}
        spec: {size: 3}
        """;

    [SkippableTheory]
    [Servers("")]
    [Servers("--server-side")]
    public async Task Apply_TwiceAndChanged_SaysWhatItDid(ServerKind kind, string option)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);
        var both = $"{Map}\n---\n{Widget}";
        var done = option.Length == 0 ? "created" : "serverside-applied";

        (await @case.KubectlAsync($"apply {option} -f -", both)).Should().Be($"configmap/m {done}\nwidget.{@case.Group}/w {done}\n");
        (await @case.KubectlAsync($"apply {option} -f -", both)).Should().Be(option.Length == 0
            ? $"configmap/m unchanged\nwidget.{@case.Group}/w unchanged\n" : $"configmap/m {done}\nwidget.{@case.Group}/w {done}\n");
        await @case.KubectlAsync($"apply {option} -f -", both.Replace("k: v", "l: w", StringComparison.Ordinal).Replace("size: 3", "color: blue, size: 4", StringComparison.Ordinal));

        (await @case.KubectlAsync("get configmap m -o jsonpath={.data}")).Should().Be("{\"l\":\"w\"}");
        (await @case.KubectlAsync("get widget.$group w -o jsonpath={.spec}")).Should().Be("{\"color\":\"blue\",\"size\":4}");
        await @case.KubectlAsync($"apply {option} -f -", Widget);
        (await @case.KubectlAsync("get widget.$group w -o jsonpath={.spec}")).Should().Be("{\"color\":\"red\",\"size\":3}", "what is no longer applied goes, and the default comes back");
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_OfWhatCannotBe_SaysWhatTheServerSays(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);

        (await @case.TryKubectlAsync("apply -f -", Widget.Replace("size: 3", "size: 0", StringComparison.Ordinal))).Error.Should()
            .Contain("The Widget \"w\" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");
        (await @case.TryKubectlAsync("apply -f -", Widget.Replace("size: 3", "sise: 3", StringComparison.Ordinal))).Error.Should().Contain("unknown field \"spec.sise\"");
        (await @case.TryKubectlAsync("apply -f -", Map.Replace("\ndata:", "\ndate:", StringComparison.Ordinal))).Error.Should().Contain("unknown field \"date\"");
        (await @case.TryKubectlAsync("get nonsense")).Error.Should().Contain("the server doesn't have a resource type \"nonsense\"");
        (await @case.TryKubectlAsync("get widget.$group none")).Error.Should().Be($"Error from server (NotFound): widgets.{@case.Group} \"none\" not found\n");
    }

    [SkippableTheory]
    [Servers]
    public async Task Get_InEachForm_ShowsObjects(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);
        await @case.KubectlAsync("apply -f -", Widget);

        (await @case.KubectlAsync("get wd.$group w")).Should().MatchRegex(@"^NAME   SIZE\nw      3\n$");
        (await @case.KubectlAsync("get widgets.$group -o wide")).Should().MatchRegex(@"^NAME   SIZE   COLOR\nw      3      red\n$");
        (await @case.KubectlAsync("get widgets.$group -o name")).Should().Be($"widget.{@case.Group}/w\n");
        (await @case.KubectlAsync("get widgets.$group -A --field-selector metadata.name=w --no-headers")).Should().Contain(@case.Namespace);
        (await @case.KubectlAsync("get widgets.$group -l a=b")).Should().BeEmpty();
        (await @case.KubectlAsync("get widget.$group w -o yaml")).Should().Contain("kind: Widget").And.Contain("size: 3");
        (await @case.KubectlAsync("api-resources --api-group=$group --no-headers")).Should().MatchRegex(@"^widgets\s+wd\s+\S+/v1\s+true\s+Widget\n$");
    }

    [SkippableTheory]
    [Servers]
    public async Task GetWatch_ShowsChanges(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.KubectlAsync("apply -f -", Map);

        var watch = @case.TryKubectlAsync("get configmaps -l app=one -w --no-headers -o name --request-timeout=4s");
        await @case.AwaitAsync("/api/v1/namespaces/$ns/configmaps/m", answer => answer.Status == 200, quietly: true);
        await @case.KubectlAsync("apply -f -", Map.Replace("name: m", "name: other", StringComparison.Ordinal));

        (await watch).Output.Should().Be("configmap/m\nconfigmap/other\n");
    }

    [SkippableTheory]
    [Servers]
    public async Task Explain_OfACustomKind_DescribesItsFields(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);
        await @case.AwaitAsync("/openapi/v3", answer => answer.Text.Contains($"apis/{@case.Group}/v1", StringComparison.Ordinal), quietly: true);

        @case.Step(await @case.KubectlAsync("explain widgets.spec --api-version=$group/v1"));
        @case.Step(await @case.KubectlAsync("explain widgets --recursive --api-version=$group/v1"));
        (await @case.KubectlAsync("explain pod.spec.containers.image")).Should().Contain("FIELD: image <string>");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Wait_ForACondition_EndsWhenItHolds(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);
        await @case.KubectlAsync("apply -f -", Widget);

        var wait = @case.KubectlAsync("wait --for=condition=Ready widget.$group/w --timeout=30s");
        await @case.KubectlAsync("patch widget.$group w --subresource=status --type=merge -p '{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}'");
        (await wait).Should().Be($"widget.{@case.Group}/w condition met\n");

        var gone = @case.KubectlAsync("wait --for=delete widget.$group/w --timeout=30s");
        (await @case.KubectlAsync("delete widget.$group w --wait")).Should().Contain($"widget.{@case.Group} \"w\" deleted");
        await gone;
        (await @case.TryKubectlAsync("wait --for=condition=Ready widget.$group/w --timeout=1s")).Error.Should().Contain("not found");
    }

    [SkippableTheory]
    [Servers]
    public async Task Describe_ShowsAnObjectAndItsEvents(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.DefineWidgetsAsync(Schema);
        await @case.KubectlAsync("apply -f -", Widget);
        var uid = await @case.KubectlAsync("get widget.$group w -o jsonpath={.metadata.uid}");
        await @case.QuietlyAsync(HttpMethod.Post, "/api/v1/namespaces/$ns/events",
            $"{{metadata: {{name: e}}, involvedObject: {{apiVersion: $group/v1, kind: Widget, namespace: $ns, name: w, uid: {uid}}}, reason: Tested, message: It was., type: Normal, source: {{component: conformance}}, count: 1}}");

        var text = await @case.KubectlAsync("describe widget.$group w");

        text.Should().MatchRegex(@"(?m)^Name:\s+w$").And.MatchRegex(@"(?m)^\s+Size:\s+3$").And.MatchRegex(@"Normal\s+Tested\s+.*conformance\s+It was\.");
    }

    [SkippableTheory]
    [Servers]
    public async Task Edit_WithAScriptedEditor_ChangesAnObject(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.KubectlAsync("apply -f -", Map);

        var result = await @case.TryKubectlAsync("edit configmap m", null, ("EDITOR", "sed -i 's/k: v/k: edited/'"));

        result.OrThrow().Should().Be("configmap/m edited\n");
        (await @case.KubectlAsync("get configmap m -o jsonpath={.data.k}")).Should().Be("edited");
    }

    [SkippableTheory]
    [Servers]
    public async Task Diff_ShowsWhatWouldChange(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.KubectlAsync("apply -f -", Map);

        var same = await @case.TryKubectlAsync("diff -f -", Map);
        var other = await @case.TryKubectlAsync("diff -f -", Map.Replace("k: v", "k: w", StringComparison.Ordinal));
        var serverSide = await @case.TryKubectlAsync("diff --server-side --force-conflicts -f -", Map.Replace("k: v", "k: w", StringComparison.Ordinal));

        same.ExitCode.Should().Be(0, same.Error + same.Output);
        other.ExitCode.Should().Be(1);
        other.Output.Should().Contain("-  k: v").And.Contain("+  k: w");
        serverSide.Output.Should().Contain("-  k: v").And.Contain("+  k: w");
        (await @case.KubectlAsync("get configmap m -o jsonpath={.data.k}")).Should().Be("v");
    }

    [SkippableTheory]
    [Servers]
    public async Task Apply_ServerSideOfAnothersField_IsAConflict(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);
        await @case.KubectlAsync("apply --server-side --field-manager=one -f -", Map);

        var conflict = await @case.TryKubectlAsync("apply --server-side --field-manager=two -f -", Map.Replace("k: v", "k: w", StringComparison.Ordinal));
        var forced = await @case.TryKubectlAsync("apply --server-side --field-manager=two --force-conflicts -f -", Map.Replace("k: v", "k: w", StringComparison.Ordinal));

        conflict.Error.Should().Contain("Apply failed with 1 conflict: conflict with \"one\": .data.k");
        forced.ExitCode.Should().Be(0);
    }

    [SkippableTheory]
    [Servers]
    public async Task WhoAmI_NamesTheUser(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        (await @case.KubectlAsync("auth whoami")).Should().MatchRegex(@"(?m)^Username\s+\S+$").And.Contain("system:authenticated");
        (await @case.KubectlAsync("auth can-i create pods")).Should().Be("yes\n");
        (await @case.KubectlAsync("version")).Should().Contain("Server Version: v1.");
    }

    [SkippableTheory]
    [Servers]
    public async Task OtherVerbs_DoWhatTheySay(ServerKind kind)
    {
        await using var @case = await BeginAsync(kind);

        (await @case.KubectlAsync("create configmap c --from-literal=a=b")).Should().Be("configmap/c created\n");
        (await @case.KubectlAsync("create secret generic s --from-literal=a=b")).Should().Be("secret/s created\n");
        (await @case.KubectlAsync("label configmap c x=y")).Should().Be("configmap/c labeled\n");
        (await @case.KubectlAsync("annotate configmap c x=y")).Should().Be("configmap/c annotated\n");
        (await @case.KubectlAsync("patch configmap c -p '{\"data\":{\"a\":\"c\"}}'")).Should().Be("configmap/c patched\n");
        (await @case.KubectlAsync("get configmap c -o jsonpath={.metadata.labels.x}{.data.a}")).Should().Be("yc");
        (await @case.KubectlAsync("replace -f -", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {z: z}}")).Should().Be("configmap/c replaced\n");
        (await @case.KubectlAsync("get secret s -o jsonpath={.data.a}")).Should().Be("Yg==");
        (await @case.KubectlAsync("delete configmap c --now")).Should().StartWith("configmap \"c\" deleted");
    }

    private static async Task<Case> BeginAsync(ServerKind kind, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var @case = await Case.BeginAsync(kind, test: test);
        await KubectlCase.RequireAsync("kubectl");
        return @case;
    }
}

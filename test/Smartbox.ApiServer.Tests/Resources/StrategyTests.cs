using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Tests.Resources;

/// <summary>Updates and refusals of kinds other than pods' creation; messages as Kubernetes 1.37 gave them.</summary>
public sealed class StrategyTests
{
    private const string PodRule = "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private const string Pod = """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}}
        """;

    [Theory]
    [InlineData("/spec/nodeName", "\"n\"", PodRule)]
    [InlineData("/spec/containers/0/env", """[{"name": "A"}]""", PodRule)]
    [InlineData("/spec/containers/1", """{"name": "d", "image": "x"}""", "spec.containers: Forbidden: pod updates may not add or remove containers")]
    [InlineData("/spec/tolerations", "[]", "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds")]
    [InlineData("/spec/containers/0/image", "\"y\"", null)]
    [InlineData("/spec/activeDeadlineSeconds", "5", null)]
    [InlineData("/spec/tolerations/2", """{"key": "a", "operator": "Exists"}""", null)]
    public void A_pods_spec_stays_but_for_a_few_fields(string pointer, string json, string? error)
    {
        var old = BuiltIn.Create(BuiltIn.Parse(Pod)).Stored;
        var wanted = old.DeepClone().AsObject();
        Set(wanted, pointer, JsonNode.Parse(json)!);

        var errors = BuiltIn.Update(wanted, old).Errors.Select(one => one.ToString()).ToList();

        if (error is null) errors.Should().BeEmpty();
        else errors.Should().ContainSingle().Which.Should().StartWith(error);
    }

    [Theory]
    [InlineData("""{"apiVersion": "v1", "kind": "Secret", "type": "x"}""", """{"apiVersion": "v1", "kind": "Secret", "type": "y"}""", "type: Invalid value: \"y\": field is immutable")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "Secret", "immutable": true, "data": {"a": "ZA=="}}""",
        """{"apiVersion": "v1", "kind": "Secret", "immutable": true, "data": {"a": "ZQ=="}}""", "data: Forbidden: field is immutable when `immutable` is set")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "ConfigMap", "immutable": true}""", """{"apiVersion": "v1", "kind": "ConfigMap"}""",
        "immutable: Forbidden: field is immutable when `immutable` is set")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "a", "resources": {"requests": {"storage": "1Gi"}}}}""",
        """{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "a", "resources": {"requests": {"storage": "2Gi"}}}}""",
        "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims")]
    [InlineData(
        """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "roleRef": {"kind": "Role", "name": "a"}}""",
        """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "roleRef": {"kind": "Role", "name": "b"}}""", "roleRef: Invalid value: *: field is immutable")]
    public void What_may_not_change_is_named(string before, string after, string error)
    {
        var old = BuiltIn.Create(BuiltIn.Parse(before)).Stored;

        BuiltIn.Update(BuiltIn.Parse(after), old).Errors.Select(one => one.ToString()).Should().ContainSingle().Which.Should().Match(error);
    }

    [Fact]
    public void A_claim_gets_its_volume_once_and_grows_when_it_is_bound()
    {
        var pending = BuiltIn.Create(BuiltIn.Parse(
            """{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}""")).Stored;
        var bound = pending.DeepClone().AsObject();
        bound["spec"]!["volumeName"] = "v";
        bound["status"]!["phase"] = "Bound";
        var grown = bound.DeepClone().AsObject();
        grown["spec"]!["resources"]!["requests"]!["storage"] = "2Gi";
        var moved = bound.DeepClone().AsObject();
        moved["spec"]!["volumeName"] = "w";

        BuiltIn.Update(bound, pending).Errors.Should().BeEmpty();
        BuiltIn.Update(grown, bound).Errors.Should().BeEmpty();
        BuiltIn.Update(moved, bound).Errors.Should().ContainSingle();
    }

    [Theory]
    [InlineData(
        """{"apiVersion": "v1", "kind": "Secret", "data": {"x y": "ZA=="}}""",
        "data[x y]: Invalid value: \"x y\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' *")]
    [InlineData("""{"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls"}""", "data[tls.crt]: Required value", "data[tls.key]: Required value")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "b"}, "binaryData": {"a": "ZA=="}}""", "data[a]: Invalid value: \"a\": duplicate of key present in binaryData")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {}}""", "spec.accessModes: Required value: at least 1 access mode is required",
        "spec.resources[storage]: Required value")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 1}, {"port": 2}]}}""", "spec.ports[0].name: Required value", "spec.ports[1].name: Required value")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{}]}}""", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
        "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData("""{"apiVersion": "v1", "kind": "Service", "spec": {"type": "ExternalName"}}""", "spec.externalName: Required value")]
    [InlineData(
        """{"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}}""", "spec.selector: Required value",
        "spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`", "spec.template.spec.containers: Required value")]
    [InlineData(
        """{"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "spec": {"leaseDurationSeconds": 0}}""", "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData(
        """{"apiVersion": "v1", "kind": "Event", "metadata": {"namespace": "a"}, "involvedObject": {"namespace": "b"}}""",
        "involvedObject.namespace: Invalid value: \"b\": does not match event.namespace")]
    [InlineData(
        """{"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": {"namespace": "a"}, "regarding": {"namespace": "a"}}""", "eventTime: Required value",
        "type: Invalid value: \"\": has invalid value: ")]
    [InlineData(
        """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "rules": [{}]}""", "rules[0].apiGroups: Required value: resource rules must supply at least one api group",
        "rules[0].resources: Required value: resource rules must supply at least one resource", "rules[0].verbs: Required value")]
    [InlineData("""{"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass"}""", "provisioner: Required value")]
    [InlineData(
        """{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{"from": [{}]}], "policyTypes": ["X"]}}""",
        "spec.ingress[0].from[0]: Required value: must specify a peer", "spec.policyTypes[0]: Unsupported value: \"X\": supported values: \"Ingress\", \"Egress\"")]
    public void What_is_wrong_is_said_as_the_real_server_says_it(string json, params string[] errors)
    {
        var found = BuiltIn.Create(BuiltIn.Parse(json)).Errors.Select(error => error.ToString()).ToList();

        found.Should().HaveSameCount(errors);
        foreach (var error in errors) found.Should().ContainMatch(error);
    }

    [Fact]
    public void Text_of_a_secret_replaces_data_of_the_same_key()
    {
        var stored = BuiltIn.Create(BuiltIn.Parse("""{"apiVersion": "v1", "kind": "Secret", "data": {"a": "ZA=="}, "stringData": {"a": "e", "b": "f"}}""")).Stored;

        stored["data"]!.ToJsonString().Should().Be("""{"a":"ZQ==","b":"Zg=="}""");
        stored.ContainsKey("stringData").Should().BeFalse();
    }

    [Fact]
    public void A_namespaces_finalizer_and_label_stay()
    {
        var old = BuiltIn.Create(BuiltIn.Parse("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}""")).Stored;

        var stored = BuiltIn.Update(BuiltIn.Parse("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}, "spec": {"finalizers": []}, "status": {"phase": "Active"}}"""), old).Stored;

        JsonNode.DeepEquals(stored, old).Should().BeTrue(stored.ToJsonString());
    }

    [Theory]
    [InlineData("apps", "deployments", "no deployment controller")]
    [InlineData("networking.k8s.io", "networkpolicies", "not enforced")]
    [InlineData("rbac.authorization.k8s.io", "clusterroles", "not enforced")]
    public void Who_creates_what_has_no_effect_here_is_told(string group, string resource, string words) =>
        new ResourceCatalog().Find(group, "v1", resource)!.Strategy!.Warnings!(BuiltIn.Parse("""{"kind": "K", "metadata": {"name": "a"}}"""))
            .Should().ContainSingle().Which.Should().Contain(words).And.Contain("\"a\"");

    [Fact]
    public void The_one_user_is_told_who_it_is_and_that_it_may_do_everything()
    {
        var catalog = new ResourceCatalog();
        var requester = new Requester("smartbox", ["system:masters"]);

        catalog.Find("authentication.k8s.io", "v1", "selfsubjectreviews")!.Review!([], requester).ToJsonString()
            .Should().Be("""{"status":{"userInfo":{"username":"smartbox","groups":["system:masters"]}}}""");
        catalog.Find("authorization.k8s.io", "v1", "selfsubjectaccessreviews")!.Review!([], requester)["status"]!["allowed"]!.GetValue<bool>().Should().BeTrue();
    }

    private static void Set(JsonObject content, string pointer, JsonNode value)
    {
        JsonNode parent = content;
        var parts = pointer.Split('/')[1..];
        foreach (var part in parts[..^1]) parent = int.TryParse(part, out var index) ? parent[index]! : parent[part]!;
        if (parent is not JsonArray list) parent[parts[^1]] = value;
        else list.Add(value);
    }
}

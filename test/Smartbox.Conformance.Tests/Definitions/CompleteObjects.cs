using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Definitions;

/// <summary>A valid object of each kind that fills every field of its spec.</summary>
internal static class CompleteObjects
{
    private static readonly Dictionary<string, string> s_objects = new()
    {
        ["smartboxes"] = """
            apiVersion: smartbox.dev/v1alpha1
            kind: Smartbox
            metadata: {name: complete}
            spec:
              owner: auth0|Alice Example
              type: pa
              tier: standard-1
              power: {mode: "Off"}
              state: {mode: Volume, size: 1.5Gi, storageClassName: fast.example.com, deletionPolicy: Delete}
              backup: {store: default, interval: 1h30m, exclude: [cache/**, "*.tmp"]}
              credentials: [{slot: model, secretRef: {name: alice.model, key: api_key.txt}}]
              config: {language: en, empty: ""}
              network:
                egress: [{cidr: 0.0.0.0/0, except: [10.0.0.0/8, 192.168.0.0/16], ports: [443, 65535]}, {cidr: "2001:db8::/32"}]
              update: OnRestart
            """,
        ["smartboxtiers"] = """
            apiVersion: smartbox.dev/v1alpha1
            kind: SmartboxTier
            metadata: {name: complete}
            spec:
              resources:
                limits: {cpu: 2, memory: 512Mi, ephemeral-storage: 1.5Gi, example.com/gpu: 1}
                requests: {cpu: 100m, memory: 536870912, example.com/gpu: "1"}
              state: {size: 8Gi, storageClassName: fast}
              runtimeClassName: gvisor
              nodeSelector: {pool: companions, empty: ""}
              tolerations:
              - {key: example.com/companions, operator: Equal, value: only, effect: NoExecute, tolerationSeconds: 30}
              - {operator: Exists}
              priorityClassName: low
              ephemeralStorage: 500M
            """,
        ["smartboxtypes"] = """
            apiVersion: smartbox.dev/v1alpha1
            kind: SmartboxType
            metadata: {name: complete}
            spec:
              image: registry.example.com:5000/team/agent@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
              imagePullPolicy: Always
              command: [/agent, ""]
              args: [--verbose, --verbose]
              env: [{name: A_1, value: ""}, {name: _b}]
              protocol: Smartbox
              port: 8080
              stateMountPath: /home/agent/.data
              instructions: Be kind.
              credentialSlots: [{name: model, required: true, env: API_KEY, description: The key of the model.}, {name: mail}]
              egress: [{cidr: 192.0.2.0/24, except: [192.0.2.7/32], ports: [1]}]
            """,
        ["smartboxstores"] = """
            apiVersion: smartbox.dev/v1alpha1
            kind: SmartboxStore
            metadata: {name: complete}
            spec:
              s3: {endpoint: "http://[2001:db8::7]:9000/s3", region: eu-central-1, bucket: my.bucket-1, prefix: a/b_c/, forcePathStyle: false}
              credentials: {secretRef: {namespace: smartbox-system, name: smartbox-store}}
              egress: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16], ports: [9000]}]
            """,
    };

    /// <summary>Plurals of all kinds.</summary>
    public static IEnumerable<string> Kinds => s_objects.Keys;

    public static JsonNode Of(string plural) => YamlText.Parse(s_objects[plural]);

    /// <summary>The complete object with a change, given as a merge patch in YAML.</summary>
    public static JsonNode Of(string plural, string change) => YamlText.Merge(Of(plural), YamlText.Parse(change))!;
}

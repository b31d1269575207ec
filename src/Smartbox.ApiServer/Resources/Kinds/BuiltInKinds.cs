using k8s.Models;
using Smartbox.ApiServer.Resources.Kinds.Pods;
using Smartbox.ApiServer.Resources.Tables.Columns;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>The kinds that are always served: what operator, kubelet, kubectl, helm and the examples touch.</summary>
internal static class BuiltInKinds
{
    private static readonly ScaleType Scale = new(".spec.replicas", ".status.replicas", ".spec.selector");

    public static IReadOnlyList<ResourceType> All { get; } = [.. Core(), .. Workloads(), .. Rights(), .. Rest()];

    private static IEnumerable<ResourceType> Core() =>
    [
        Kind.Of<V1ConfigMap>("configmaps", ConfigurationColumns.ConfigMaps, strategy: ConfigMapStrategy.Strategy) with { ShortNames = ["cm"] },
        Kind.Of<V1Endpoints>("endpoints", NetworkColumns.Endpoints) with { ShortNames = ["ep"], Singular = "endpoints" },
        Kind.Of<Corev1Event>("events", EventColumns.All, strategy: EventStrategy.Core) with
        {
            ShortNames = ["ev"],
            SelectableFields =
            [
                "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
                "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
            ],
        },
        Kind.Of<V1Namespace>("namespaces", NodeColumns.Namespaces, isNamespaced: false, strategy: NamespaceStrategy.Strategy) with
        {
            ShortNames = ["ns"],
            HasStatus = true,
            Verbs = Verbs.AllButCollection,
            Subresources = [new("finalize", "Namespace", Verbs.Update)],
            SelectableFields = ["status.phase"],
        },
        Kind.Of<V1Node>("nodes", NodeColumns.Nodes, isNamespaced: false, strategy: NodeStrategy.Strategy) with { ShortNames = ["no"], HasStatus = true, SelectableFields = ["spec.unschedulable"] },
        Kind.Of<V1PersistentVolumeClaim>("persistentvolumeclaims", StorageColumns.Claims, strategy: ClaimStrategy.Strategy) with { ShortNames = ["pvc"], HasStatus = true },
        Kind.Of<V1Pod>("pods", PodColumns.All, strategy: PodStrategy.Strategy) with
        {
            ShortNames = ["po"],
            Categories = ["all"],
            HasStatus = true,
            Subresources =
            [
                new("binding", "Binding", Verbs.Create),
                new("eviction", "Eviction", Verbs.Create, "policy", "v1"),
                new("log", "Pod", Verbs.Get),
                new("portforward", "PodPortForwardOptions", Verbs.Connect),
                new("resize", "Pod", Verbs.Change),
            ],
            SelectableFields =
            [
                "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase",
                "status.podIP", "status.nominatedNodeName",
            ],
        },
        Kind.Of<V1Secret>("secrets", ConfigurationColumns.Secrets, strategy: SecretStrategy.Strategy) with { SelectableFields = ["type"] },
        Kind.Of<V1ServiceAccount>("serviceaccounts") with { ShortNames = ["sa"] },
        Kind.Of<V1Service>("services", NetworkColumns.Services, strategy: ServiceStrategy.Strategy) with
        {
            ShortNames = ["svc"], Categories = ["all"], HasStatus = true, SelectableFields = ["spec.clusterIP", "spec.type"],
        },
    ];

    private static IEnumerable<ResourceType> Workloads() =>
    [
        Kind.Of<V1DaemonSet>("daemonsets", WorkloadColumns.DaemonSets, strategy: WorkloadStrategy.DaemonSet) with { ShortNames = ["ds"], Categories = ["all"], HasStatus = true },
        Kind.Of<V1Deployment>("deployments", WorkloadColumns.Deployments, strategy: WorkloadStrategy.Deployment) with { ShortNames = ["deploy"], Categories = ["all"], HasStatus = true, Scale = Scale },
        Kind.Of<V1ReplicaSet>("replicasets", WorkloadColumns.ReplicaSets, strategy: WorkloadStrategy.ReplicaSet) with { ShortNames = ["rs"], Categories = ["all"], HasStatus = true, Scale = Scale },
        Kind.Of<V1StatefulSet>("statefulsets", WorkloadColumns.StatefulSets, strategy: WorkloadStrategy.StatefulSet) with { ShortNames = ["sts"], Categories = ["all"], HasStatus = true, Scale = Scale },
    ];

    private static IEnumerable<ResourceType> Rights() =>
    [
        Kind.Of<V1SelfSubjectReview>("selfsubjectreviews", isNamespaced: false) with { Verbs = Verbs.Create, Review = Reviews.WhoAmI },
        Kind.Of<V1SelfSubjectAccessReview>("selfsubjectaccessreviews", isNamespaced: false) with { Verbs = Verbs.Create, Review = Reviews.MayI },
        Kind.Of<V1SelfSubjectRulesReview>("selfsubjectrulesreviews", isNamespaced: false) with { Verbs = Verbs.Create, Review = Reviews.WhatMayI },
        Kind.Of<V1ClusterRoleBinding>("clusterrolebindings", RightsColumns.Bindings, isNamespaced: false, strategy: RightsStrategy.Binding),
        Kind.Of<V1ClusterRole>("clusterroles", RightsColumns.Roles, isNamespaced: false, strategy: RightsStrategy.ClusterRole),
        Kind.Of<V1RoleBinding>("rolebindings", RightsColumns.Bindings, strategy: RightsStrategy.Binding),
        Kind.Of<V1Role>("roles", RightsColumns.Roles, strategy: RightsStrategy.Role),
    ];

    private static IEnumerable<ResourceType> Rest() =>
    [
        Kind.Of<V1CustomResourceDefinition>("customresourcedefinitions", DefinitionColumns.All, isNamespaced: false, strategy: DefinitionStrategy.Strategy) with
        {
            ShortNames = ["crd", "crds"], Categories = ["api-extensions"], HasStatus = true,
        },
        Kind.Of<V1Lease>("leases", ConfigurationColumns.Leases, strategy: LeaseStrategy.Strategy),
        Kind.Of<V1EndpointSlice>("endpointslices", NetworkColumns.Slices, strategy: NetworkStrategy.EndpointSlice),
        Kind.Of<Eventsv1Event>("events", EventColumns.All, strategy: EventStrategy.Newer) with
        {
            ShortNames = ["ev"],
            Stored = EventViews.View,
            SelectableFields =
            [
                "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "regarding.resourceVersion",
                "regarding.fieldPath", "reason", "reportingController", "type",
            ],
        },
        Kind.Of<V1NetworkPolicy>("networkpolicies", NetworkColumns.Policies, strategy: NetworkStrategy.Policy) with { ShortNames = ["netpol"] },
        Kind.Of<V1PodDisruptionBudget>("poddisruptionbudgets", WorkloadColumns.Budgets, strategy: BudgetStrategy.Strategy) with { ShortNames = ["pdb"], HasStatus = true },
        Kind.Of<V1PriorityClass>("priorityclasses", ConfigurationColumns.PriorityClasses, isNamespaced: false, strategy: ClassStrategy.Priority) with { ShortNames = ["pc"] },
        Kind.Of<V1StorageClass>("storageclasses", StorageColumns.Classes, isNamespaced: false, strategy: ClassStrategy.Storage) with { ShortNames = ["sc"] },
    ];
}

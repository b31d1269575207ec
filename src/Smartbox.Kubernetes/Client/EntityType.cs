using System.Collections.Concurrent;
using System.Reflection;
using k8s.Models;

namespace Smartbox.Kubernetes.Client;

/// <summary>Group, version, kind and plural of a resource type, and the paths they give.</summary>
internal sealed record EntityType(string Group, string Version, string Kind, string Plural)
{
    private static readonly ConcurrentDictionary<Type, EntityType> s_types = new();

    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    private string Root { get; } = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";

    public static EntityType Of<T>() => Holder<T>.Value;

    public static EntityType Of(Type type) => s_types.GetOrAdd(type, Read);

    /// <summary>Path of the group and version, where the server tells of its resources.</summary>
    public string DiscoveryPath => Root;

    public string CollectionPath(string? ns) => ns is null ? $"{Root}/{Plural}" : $"{Root}/namespaces/{Uri.EscapeDataString(ns)}/{Plural}";

    public string ObjectPath(string? ns, string name) => $"{CollectionPath(ns)}/{Uri.EscapeDataString(name)}";

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    private static EntityType Read(Type type)
    {
        var attribute = type.GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new InvalidOperationException($"{type} has no [KubernetesEntity].");
        return new EntityType(attribute.Group ?? "", attribute.ApiVersion, attribute.Kind, attribute.PluralName);
    }

    private static class Holder<T>
    {
        public static readonly EntityType Value = Read(typeof(T));
    }
}

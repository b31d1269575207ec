using System.Text;
using k8s.Models;
using Smartbox.Kubelet.Volumes;

namespace Smartbox.Kubelet.Variables;

/// <summary>The variables that a container's spec gives it.</summary>
internal sealed class ContainerVariables(IObjectSource objects, PodFields fields)
{
    /// <exception cref="KubeletException">Something it names is missing; the message is the one of <c>CreateContainerConfigError</c>.</exception>
    public async Task<Dictionary<string, string>> OfAsync(V1Container container, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (key, value) in await FromAsync(source, cancellationToken).ConfigureAwait(false))
            {
                variables[source.Prefix + key] = value;
            }
        }

        foreach (var variable in container.Env ?? [])
        {
            var value = variable.ValueFrom is { } from
                ? await FromAsync(from, container, cancellationToken).ConfigureAwait(false)
                : Expansion.Expand(variable.Value ?? "", variables);
            if (value is not null)
            {
                variables[variable.Name] = value;
            }
        }

        return variables;
    }

    private async Task<IEnumerable<KeyValuePair<string, string>>> FromAsync(V1EnvFromSource source, CancellationToken cancellationToken)
    {
        if (source.SecretRef is { } secretRef)
        {
            var secret = await objects.SecretAsync(fields.Namespace, secretRef.Name, cancellationToken).ConfigureAwait(false);
            return secret is not null || secretRef.Optional == true
                ? (secret?.Data ?? new Dictionary<string, byte[]>()).Select(p => KeyValuePair.Create(p.Key, Encoding.UTF8.GetString(p.Value)))
                : throw new KubeletException($"secret \"{secretRef.Name}\" not found");
        }

        if (source.ConfigMapRef is { } mapRef)
        {
            var map = await objects.ConfigMapAsync(fields.Namespace, mapRef.Name, cancellationToken).ConfigureAwait(false);
            return map is not null || mapRef.Optional == true
                ? map?.Data ?? new Dictionary<string, string>()
                : throw new KubeletException($"configmap \"{mapRef.Name}\" not found");
        }

        return [];
    }

    private async Task<string?> FromAsync(V1EnvVarSource source, V1Container container, CancellationToken cancellationToken)
    {
        if (source.FieldRef is { } field)
        {
            return fields.Field(field.FieldPath);
        }

        if (source.ResourceFieldRef is { } resource)
        {
            return fields.Resource(resource, resource.ContainerName is { Length: > 0 } name ? name : container.Name);
        }

        if (source.SecretKeyRef is { } secretKey)
        {
            var secret = await objects.SecretAsync(fields.Namespace, secretKey.Name, cancellationToken).ConfigureAwait(false);
            return secret?.Data is { } data && data.TryGetValue(secretKey.Key, out var value)
                ? Encoding.UTF8.GetString(value)
                : Missing(secretKey.Optional, secret is null, "secret", "Secret", secretKey.Name, secretKey.Key);
        }

        if (source.ConfigMapKeyRef is { } mapKey)
        {
            var map = await objects.ConfigMapAsync(fields.Namespace, mapKey.Name, cancellationToken).ConfigureAwait(false);
            return map?.Data is { } data && data.TryGetValue(mapKey.Key, out var value)
                ? value
                : Missing(mapKey.Optional, map is null, "configmap", "ConfigMap", mapKey.Name, mapKey.Key);
        }

        throw new KubeletException("The variable's source is of a kind that this node does not know.");
    }

    private string? Missing(bool? optional, bool isWhole, string resource, string kind, string name, string key) => optional == true
        ? null
        : throw new KubeletException(isWhole ? $"{resource} \"{name}\" not found" : $"couldn't find key {key} in {kind} {fields.Namespace}/{name}");
}

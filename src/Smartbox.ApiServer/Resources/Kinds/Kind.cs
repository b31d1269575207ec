using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Smartbox.ApiServer.Resources.Kinds.Rules;
using Smartbox.ApiServer.Resources.Models;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Makes built-in kinds from KubernetesClient's models.</summary>
internal static class Kind
{
    /// <param name="plural">Resource name.</param>
    /// <param name="columns">Columns of its table; null for name and age.</param>
    /// <param name="isNamespaced">Whether it lives in namespaces.</param>
    /// <param name="strategy">What it does beyond its schema.</param>
    public static ResourceType Of<TModel>(string plural, IReadOnlyList<PrinterColumn>? columns = null, bool isNamespaced = true, ResourceStrategy? strategy = null)
        where TModel : IKubernetesObject
    {
        var entity = (KubernetesEntityAttribute)Attribute.GetCustomAttribute(typeof(TModel), typeof(KubernetesEntityAttribute))!;
        strategy ??= new ResourceStrategy();
        var type = new ResourceType
        {
            Group = entity.Group,
            Version = entity.ApiVersion,
            Resource = plural,
            Singular = entity.Kind.ToLowerInvariant(),
            Kind = entity.Kind,
            IsNamespaced = isNamespaced,
            Columns = columns ?? [],
            Schema = ModelSchemas.Of<TModel>(),
        };
        return type with
        {
            Strategy = strategy with
            {
                Normalize = value => ModelObjects.Normalize(value, type),
                Validate = (value, old) => Validate(type, strategy, value, old),
            },
        };
    }

    private static Problems Validate(ResourceType type, ResourceStrategy strategy, JsonObject value, JsonObject? old)
    {
        var problems = new Problems();
        if (strategy.Validate is { } validate) problems.AddRange(validate(value, old));
        // A definition's reader knows what it needs, and says it differently.
        if (!ReferenceEquals(strategy, DefinitionStrategy.Strategy)) RequiredFields.Check(Place.Of(value), type.Schema, problems);
        return problems;
    }
}

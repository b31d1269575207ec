using k8s;
using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Operator.Installation;

/// <summary>The tiers and types that ship with the operator (config/catalog).</summary>
internal static class Catalog
{
    /// <summary>What the images of the built-in agent are called in the catalogue.</summary>
    public const string CompanionRepository = "smartbox.dev/companion:";

    private static readonly Dictionary<string, Type> s_kinds = new(StringComparer.Ordinal)
    {
        [$"{Names.ApiVersion}/{SmartboxTierResource.KubeKind}"] = typeof(SmartboxTierResource),
        [$"{Names.ApiVersion}/{SmartboxTypeResource.KubeKind}"] = typeof(SmartboxTypeResource),
    };

    /// <param name="companionImage">Takes the place of the built-in agent's image; null leaves it.</param>
    public static (IReadOnlyList<SmartboxTierResource> Tiers, IReadOnlyList<SmartboxTypeResource> Types) Read(string? companionImage)
    {
        var assembly = typeof(Catalog).Assembly;
        List<object> entries = [];
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("catalog/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            entries.AddRange(KubernetesYaml.LoadAllFromString(reader.ReadToEnd(), s_kinds));
        }

        var types = entries.OfType<SmartboxTypeResource>().ToList();
        foreach (var type in types.Where(type => companionImage is not null && type.Spec.Image.StartsWith(CompanionRepository, StringComparison.Ordinal)))
        {
            type.Spec.Image = companionImage!;
        }

        return (entries.OfType<SmartboxTierResource>().ToList(), types);
    }
}

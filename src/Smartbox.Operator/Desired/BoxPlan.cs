using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>A box with everything that it refers to: what its children follow from.</summary>
internal sealed record BoxPlan(SmartboxResource Box, SmartboxTierResource Tier, SmartboxTypeResource Type, SmartboxStoreResource Store)
{
    public string Namespace => Box.Metadata.NamespaceProperty;

    public string Name => Box.Metadata.Name;

    public string Uid => Box.Metadata.Uid;
}

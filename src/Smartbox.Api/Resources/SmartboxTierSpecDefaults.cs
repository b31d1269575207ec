namespace Smartbox.Api.Resources;

/// <summary>What a tier means by the fields that it leaves out.</summary>
public static class SmartboxTierSpecDefaults
{
    /// <summary>Size of state volumes: <c>8Gi</c>.</summary>
    public static string EffectiveStateSize(this SmartboxTierSpec tier) => tier.State?.Size ?? "8Gi";

    /// <summary>Limit of the pod's temporary files: <c>1Gi</c>.</summary>
    public static string EffectiveEphemeralStorage(this SmartboxTierSpec tier) => tier.EphemeralStorage ?? "1Gi";
}

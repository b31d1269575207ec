namespace Smartbox.Api.Resources;

/// <summary>What a type means by the fields that it leaves out.</summary>
public static class SmartboxTypeSpecDefaults
{
    /// <summary>When the image is pulled: <c>IfNotPresent</c>.</summary>
    public static string EffectiveImagePullPolicy(this SmartboxTypeSpec type) => type.ImagePullPolicy ?? "IfNotPresent";

    /// <summary>How the relay talks to the agent: <see cref="AgentProtocol.Smartbox"/>.</summary>
    public static AgentProtocol EffectiveProtocol(this SmartboxTypeSpec type) => type.Protocol ?? AgentProtocol.Smartbox;

    /// <summary>Loopback port of the agent: 8080.</summary>
    public static int EffectivePort(this SmartboxTypeSpec type) => type.Port ?? 8080;

    /// <summary>Where the agent sees its state: <c>/state</c>.</summary>
    public static string EffectiveStateMountPath(this SmartboxTypeSpec type) => type.StateMountPath ?? "/state";
}

using Smartbox.Protocol.Assertions;

namespace Smartbox.Gateway.Authentication;

/// <summary>The key that the pods know gateways by.</summary>
internal sealed record GatewayKey(string KeyId, AssertionSigner Signer);

namespace Smartbox.Gateway.Authentication;

/// <summary>Who makes a call, as its token proves.</summary>
/// <param name="Subject">What <c>spec.owner</c> is compared with; never empty.</param>
internal sealed record Caller(string Subject);

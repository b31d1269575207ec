using System.Net;

namespace Smartbox.Gateway.Routing;

/// <summary>The pod that a box's sessions go to.</summary>
/// <param name="Uid">UID of the pod.</param>
/// <param name="Address">Address.</param>
/// <param name="Epoch">Which start of the box it is.</param>
/// <param name="Pin">Fingerprint of the only certificate that it may show.</param>
internal sealed record PodTarget(string Uid, IPAddress Address, long Epoch, string Pin);

using Smartbox.Kubernetes;
using Smartbox.Protocol.V1;

namespace Smartbox.Gateway.Routing;

/// <summary>What the gateway knows of a box.</summary>
/// <param name="Key">Namespace and name.</param>
/// <param name="Uid">UID of the <c>Smartbox</c>.</param>
/// <param name="Owner">Subject of the tokens that may talk to it.</param>
/// <param name="Tenure">Ends with the box and with its owner's right to it.</param>
/// <param name="IsOff">It is not to run.</param>
/// <param name="Pod">Its pod, as soon as it has an address; null while there is none.</param>
/// <param name="Status">What its owner is shown. Shared: never change it.</param>
internal sealed record BoxRoute(EntityKey Key, string Uid, string Owner, Tenure Tenure, bool IsOff, PodTarget? Pod, Box Status);

using System.Diagnostics;

namespace Smartbox.Kubernetes.Controllers;

internal static class Tracing
{
    public static readonly ActivitySource Source = new("Smartbox.Kubernetes");
}

using System.Net;

namespace Smartbox.Cli.Kube;

/// <summary>The API server said no.</summary>
internal sealed class ApiRefusal(HttpStatusCode status, string message, Exception? inner = null)
    : CliException(KubeErrors.ExitCodeOf(status), message, inner)
{
    public HttpStatusCode Status => status;
}

using System.Security.Cryptography.X509Certificates;

namespace Smartbox.ApiServer.Security;

/// <summary>The certificates of one installation: who it trusts, what it shows, what its one user shows.</summary>
internal sealed record Certificates(X509Certificate2 Authority, X509Certificate2 Server, X509Certificate2 Client) : IDisposable
{
    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
        Client.Dispose();
    }
}

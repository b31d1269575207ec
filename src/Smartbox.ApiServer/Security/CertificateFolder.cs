using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Smartbox.ApiServer.Security;

/// <summary>Keeps the certificates in a folder: made at the first start, renewed at a later one when half of their life is over.</summary>
/// <remarks>The authority's key stays beside them: whoever reads this folder is the user already.</remarks>
internal sealed class CertificateFolder(string folder, TimeProvider clock)
{
    private const string AuthorityName = "ca";
    private const string ServerName = "server";
    private const string ClientName = "client";

    private static readonly TimeSpan s_authorityLife = TimeSpan.FromDays(20 * 365);
    private static readonly TimeSpan s_life = TimeSpan.FromDays(2 * 365);

    // Clocks are set back.
    private static readonly TimeSpan s_slack = TimeSpan.FromDays(1);

    public Certificates Load()
    {
        Directory.CreateDirectory(folder);
        var now = clock.GetUtcNow();
        var authority = Read(AuthorityName, null) ?? Write(AuthorityName, CertificateMaker.Authority(now - s_slack, now + s_authorityLife));
        var server = Read(ServerName, authority) ?? Write(ServerName, CertificateMaker.Server(authority, now - s_slack, now + s_life));
        var client = Read(ClientName, authority) ?? Write(ClientName, CertificateMaker.Client(authority, now - s_slack, now + s_life));
        return new(authority, server, client);
    }

    private X509Certificate2? Read(string name, X509Certificate2? authority)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPemFile(PathOf(name, "crt"), PathOf(name, "key"));
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            // None yet, or half written by a start that was killed: a new one is as good.
            return null;
        }

        var age = clock.GetUtcNow() - certificate.NotBefore.ToUniversalTime();
        var life = certificate.NotAfter - certificate.NotBefore;
        if (age < life / 2 && age >= TimeSpan.Zero && (authority is null || ClientTrust.IsIssuedBy(certificate, authority, clock.GetUtcNow())))
        {
            return certificate;
        }

        certificate.Dispose();
        return null;
    }

    private X509Certificate2 Write(string name, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        PrivateFile.Write(PathOf(name, "key"), key.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(PathOf(name, "crt"), certificate.ExportCertificatePem());
        return certificate;
    }

    private string PathOf(string name, string extension) => Path.Combine(folder, $"{name}.{extension}");
}

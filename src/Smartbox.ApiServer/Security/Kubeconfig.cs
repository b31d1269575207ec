using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Smartbox.ApiServer.Security;

/// <summary>The kubeconfig of the one user, with everything in it.</summary>
internal static class Kubeconfig
{
    /// <summary>Name of cluster, user and context.</summary>
    public const string Name = "smartbox-local";

    public static string Of(Uri endpoint, Certificates certificates) => $"""
        apiVersion: v1
        kind: Config
        current-context: {Name}
        clusters:
        - name: {Name}
          cluster:
            server: {endpoint.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Encode(certificates.Authority.ExportCertificatePem())}
        users:
        - name: {Name}
          user:
            client-certificate-data: {Encode(certificates.Client.ExportCertificatePem())}
            client-key-data: {Encode(KeyOf(certificates.Client))}
        contexts:
        - name: {Name}
          context:
            cluster: {Name}
            user: {Name}
            namespace: default

        """;

    private static string KeyOf(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem + "\n"));
}

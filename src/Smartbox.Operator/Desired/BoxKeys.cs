using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Operator.Desired;

/// <summary>The Secret with a box's repository password and certificate: made once, never changed, kept as long as its volume.</summary>
internal static class BoxKeys
{
    /// <value>10 years: the certificate is trusted by its fingerprint, not by its dates.</value>
    public static TimeSpan CertificateLifetime { get; } = TimeSpan.FromDays(3650);

    public static V1Secret Create(BoxPlan plan, string version, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={plan.Uid}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(plan.Uid);
        request.CertificateExtensions.Add(names.Build());
        // An hour back: the clock of the node may be behind the operator's.
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromHours(1), now + CertificateLifetime);
        return new V1Secret
        {
            ApiVersion = V1Secret.KubeApiVersion,
            Kind = V1Secret.KubeKind,
            Type = "Opaque",
            Metadata = Ownership.BoxChild(plan, Names.Keys(plan.Name), "keys", version, owned: false),
            Data = new Dictionary<string, byte[]>
            {
                [PodContract.PasswordKey] = Encoding.ASCII.GetBytes(NewPassword()),
                [PodContract.CertificateKey] = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()),
                [PodContract.PrivateKeyKey] = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()),
            },
        };
    }

    /// <summary>Fingerprint of the certificate in a keys Secret.</summary>
    /// <returns>Null when the Secret lacks a key or its certificate cannot be read.</returns>
    public static string? Pin(V1Secret keys)
    {
        if (keys.Data is null || !keys.Data.ContainsKey(PodContract.PasswordKey) || !keys.Data.ContainsKey(PodContract.PrivateKeyKey)
            || !keys.Data.TryGetValue(PodContract.CertificateKey, out var pem))
        {
            return null;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
            return CertificatePin.Of(certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string NewPassword() =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

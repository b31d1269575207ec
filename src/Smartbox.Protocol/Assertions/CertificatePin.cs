using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Smartbox.Protocol.Assertions;

/// <summary>A box's certificate is trusted by its fingerprint, which its pod carries as an annotation: no authority, no names.</summary>
public static class CertificatePin
{
    /// <summary>Lower-case hex SHA-256 of the DER certificate.</summary>
    public static string Of(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));

    /// <summary>Compares in constant time; null on either side is no match.</summary>
    public static bool Matches(string? pin, X509Certificate2? certificate) =>
        pin is not null && certificate is not null
        && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.ASCII.GetBytes(pin), System.Text.Encoding.ASCII.GetBytes(Of(certificate)));
}

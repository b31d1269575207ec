using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Tests.Fakes;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Operator.Tests;

public sealed class BoxKeysTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.Parse("2026-11-25T08:00:00Z");

    [Fact]
    public void Create_MakesAPasswordOfFullStrengthAndATenYearCertificate()
    {
        var keys = BoxKeys.Create(Samples.Plan(), "0.1.0", s_now);

        Encoding.ASCII.GetString(keys.Data[PodContract.PasswordKey]).Should().MatchRegex("^[A-Za-z0-9_-]{43}$");
        using var certificate = X509Certificate2.CreateFromPem(
            Encoding.ASCII.GetString(keys.Data[PodContract.CertificateKey]), Encoding.ASCII.GetString(keys.Data[PodContract.PrivateKeyKey]));
        certificate.Subject.Should().Be($"CN={Samples.Uid}");
        certificate.NotAfter.ToUniversalTime().Should().BeAfter(s_now.AddYears(9).UtcDateTime);
        using var key = certificate.GetECDsaPrivateKey()!;
        key.ExportParameters(false).Curve.Oid.Value.Should().Be(ECCurve.NamedCurves.nistP256.Oid.Value);
        BoxKeys.Pin(keys).Should().Be(CertificatePin.Of(certificate));
    }

    [Fact]
    public void Create_Twice_GivesDifferentKeys() =>
        BoxKeys.Create(Samples.Plan(), "0.1.0", s_now).Data[PodContract.PasswordKey].Should()
            .NotEqual(BoxKeys.Create(Samples.Plan(), "0.1.0", s_now).Data[PodContract.PasswordKey]);

    [Theory]
    [InlineData(PodContract.PasswordKey)]
    [InlineData(PodContract.CertificateKey)]
    [InlineData(PodContract.PrivateKeyKey)]
    public void Pin_OfASecretThatLacksAKey_IsNull(string key)
    {
        var keys = BoxKeys.Create(Samples.Plan(), "0.1.0", s_now);
        keys.Data.Remove(key);

        BoxKeys.Pin(keys).Should().BeNull();
    }

    [Fact]
    public void Pin_OfAnUnreadableCertificate_IsNull()
    {
        var keys = BoxKeys.Create(Samples.Plan(), "0.1.0", s_now);
        keys.Data[PodContract.CertificateKey] = "none"u8.ToArray();

        BoxKeys.Pin(keys).Should().BeNull();
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Fakes;

/// <summary>The folders, files and variables that the operator and the kubelet give to a pod's sidecars.</summary>
internal sealed class TestPod : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("smartbox-sidecar-");
    private readonly X509Certificate2 _certificate;

    public TestPod()
    {
        Volume = _root.CreateSubdirectory("volume").FullName;
        Bucket = _root.CreateSubdirectory("bucket").FullName;
        Keys = _root.CreateSubdirectory("keys").FullName;
        Trust = _root.CreateSubdirectory("trust").FullName;
        TerminationLog = Path.Combine(_root.FullName, "termination-log");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _certificate = new CertificateRequest("CN=alice", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(Path.Combine(Keys, PodContract.CertificateKey), _certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Keys, PodContract.PrivateKeyKey), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(Keys, PodContract.PasswordKey), "correct horse battery staple");
        File.WriteAllText(Path.Combine(Trust, PodContract.OperatorTrustKey), Operator.ExportPublicPem());
        Environment = new Dictionary<string, string?>
        {
            [Variables.Namespace] = "default",
            [Variables.Name] = "alice",
            [Variables.Uid] = BoxUid,
            [Variables.PodUid] = PodUid,
            [Variables.Epoch] = "7",
            [Variables.VolumePath] = Volume,
            [Variables.KeysPath] = Keys,
            [Variables.TrustPath] = Trust,
            [Variables.TerminationLogPath] = TerminationLog,
            [Variables.StoreFolder] = Bucket,
            [Variables.BackupInterval] = "1m",
            [Variables.ListenAddress] = "127.0.0.1",
            [Variables.ListenPort] = "0",
        };
    }

    public const string BoxUid = "b0c5cb2e-0000-4000-8000-00000000a11c";
    public const string PodUid = "9b1f5d3c-0000-4000-8000-0000000000f7";
    public const long Epoch = 7;

    public string Volume { get; }

    public string Bucket { get; }

    public string Keys { get; }

    public string Trust { get; }

    public string TerminationLog { get; }

    public SigningKey Operator { get; } = SigningKey.Create();

    public Dictionary<string, string?> Environment { get; }

    public string? Variable(string name) => Environment.GetValueOrDefault(name);

    public TerminationMessage? Termination() =>
        File.Exists(TerminationLog) ? TerminationMessage.TryParse(File.ReadAllText(TerminationLog)) : null;

    /// <summary>A channel that trusts this box's certificate and nothing else.</summary>
    public GrpcChannel Dial(string address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = Handler(),
        DisposeHttpClient = true,
    });

    public HttpClient HttpClient() => new(Handler());

    /// <summary>Metadata of a call.</summary>
    public static Metadata Asserting(
        SigningKey key, TimeProvider time, string issuer = AssertionIssuers.Operator, string box = BoxUid, long epoch = Epoch) =>
        new() { { PodContract.AssertionMetadata, new AssertionSigner(issuer, key, time).Sign(new Assertion(box, epoch, "operator", "Operator")) } };

    public void Dispose()
    {
        Operator.Dispose();
        _certificate.Dispose();
        _root.Delete(recursive: true);
    }

    private SocketsHttpHandler Handler() => new()
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) =>
                CertificatePin.Matches(CertificatePin.Of(_certificate), presented as X509Certificate2),
        },
    };
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s;

namespace Smartbox.Conformance.Tests.Servers;

/// <summary>One server, as a client without a client library sees it.</summary>
internal sealed class ApiServer
{
    private static readonly Lazy<Task<ApiServer?>> s_cluster = new(FindClusterAsync);

    private ApiServer(string kubeconfig)
    {
        Kubeconfig = kubeconfig;
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        Host = new Uri(configuration.Host);
        Http = new HttpClient(Handler(configuration)) { BaseAddress = Host, Timeout = TimeSpan.FromMinutes(2) };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("conformance/1");
    }

    /// <summary>Path of its kubeconfig.</summary>
    public string Kubeconfig { get; }

    public Uri Host { get; }

    public HttpClient Http { get; }

    /// <summary>The server, or a skipped test with the reason.</summary>
    public static async Task<ApiServer> RequireAsync(ServerKind kind)
    {
        var cluster = await s_cluster.Value;
        Skip.If(cluster is null, "Skipped: no cluster, since KUBECONFIG is not set (make e2e sets it).");
        return cluster!;
    }

    private static Task<ApiServer?> FindClusterAsync() => Task.FromResult(
        Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } kubeconfig ? new ApiServer(kubeconfig) : null);

    private static SocketsHttpHandler Handler(KubernetesClientConfiguration configuration)
    {
        var certificate = X509Certificate2.CreateFromPem(
            Text(configuration.ClientCertificateData, configuration.ClientCertificateFilePath),
            Text(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath));
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.AddRange(configuration.SslCaCerts);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { ClientCertificates = [certificate], CertificateChainPolicy = trust },
        };
    }

    private static string Text(string? data, string? path) =>
        data is { Length: > 0 } ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data)) : File.ReadAllText(path!);
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Authentication;
using k8s.Models;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Client;

/// <summary>HTTP to the API server: connection pool, TLS, credentials, and errors as <see cref="KubernetesException"/>.</summary>
internal sealed class ApiConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly ITokenProvider? _tokens;
    private readonly AuthenticationHeaderValue? _authorization;

    public ApiConnection(KubernetesClientConfiguration configuration, string? userAgent)
    {
        _http = new HttpClient(CreateHandler(configuration))
        {
            BaseAddress = new Uri(configuration.Host.TrimEnd('/') + "/"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent ?? DefaultUserAgent());
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");

        _tokens = configuration.TokenProvider;
        _authorization = configuration switch
        {
            { AccessToken.Length: > 0 } => new AuthenticationHeaderValue("Bearer", configuration.AccessToken),
            { Username.Length: > 0 } => new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{configuration.Username}:{configuration.Password}"))),
            _ => null,
        };
    }

    /// <summary>One attempt; returns as soon as a success has sent its headers.</summary>
    /// <exception cref="KubernetesException">The server answered with an error, or not at all (status 0).</exception>
    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Path);
        message.Headers.Authorization = _tokens is null
            ? _authorization
            : await _tokens.GetAuthenticationHeaderAsync(cancellationToken).ConfigureAwait(false);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(request.ContentType) } };
        }

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            ClientMetrics.Requests.WithLabels("<error>", request.Method.Method).Inc();
            throw new KubernetesException(0, null, $"{request.Method} {request.Path}: {e.Message}", e);
        }

        ClientMetrics.Requests.WithLabels(((int)response.StatusCode).ToString(), request.Method.Method).Inc();
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadErrorAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<KubernetesException> ReadErrorAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        V1Status? status = null;
        string text;
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 512)));
            status = body is [(byte)'{', ..] ? JsonSerializer.Deserialize(body, EntityJson.TypeInfo<V1Status>()) : null;
        }
        // The status line is the error; a body that cannot be read or parsed only makes it less telling.
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            text = e.Message;
        }

        var code = (int)response.StatusCode;
        var retryAfter = response.Headers.RetryAfter?.Delta
            ?? (status?.Details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null);
        return new KubernetesException(code, status, $"{request.Method} {request.Path}: {code} {status?.Message ?? text}") { RetryAfter = retryAfter };
    }

    private static SocketsHttpHandler CreateHandler(KubernetesClientConfiguration configuration)
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
        };

        var tls = handler.SslOptions;
        tls.TargetHost = configuration.TlsServerName;
        if (configuration.SkipTlsVerify)
        {
#pragma warning disable CA5359 // the kubeconfig asks for it: insecure-skip-tls-verify
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            // Not KubernetesClient's callback: it accepts a certificate of the right authority for any name.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            tls.CertificateChainPolicy = policy;
        }

        if (ClientCertificate(configuration) is { } certificate)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        return handler;
    }

    private static X509Certificate2? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        var certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        return certificate is null || key is null ? null : X509Certificate2.CreateFromPem(certificate, key);
    }

    private static string? Pem(string? base64, string? path) => (base64, path) switch
    {
        ({ Length: > 0 }, _) => Encoding.UTF8.GetString(Convert.FromBase64String(base64)),
        (_, { Length: > 0 }) => File.ReadAllText(path),
        _ => null,
    };

    private static string DefaultUserAgent()
    {
        var name = Assembly.GetEntryAssembly()?.GetName();
        return $"{name?.Name ?? "Smartbox.Kubernetes"}/{name?.Version?.ToString(3) ?? "0"}";
    }
}

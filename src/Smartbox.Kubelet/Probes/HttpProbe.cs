using System.Net.Sockets;
using k8s.Models;

namespace Smartbox.Kubelet.Probes;

/// <summary>A GET whose answer has to be 200 to 399. Certificates are not looked at, as kubelets do not.</summary>
/// <remarks>
/// Connections are kept for a while: with two hundred boxes probed each second, new TLS handshakes alone would take a good part of a core. A
/// connection that its server closed is never used again, so that a process that ended is noticed all the same.
/// </remarks>
internal sealed class HttpProbe : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(45),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = false,
#pragma warning disable CA5359 // a probe asks whether it answers, not who it is
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<ProbeOutcome> RunAsync(Uri uri, IEnumerable<V1HTTPHeader> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.37");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        foreach (var header in headers)
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var code = (int)response.StatusCode;
            return code is >= 200 and < 400 ? ProbeOutcome.Success : ProbeOutcome.Failure($"HTTP probe failed with statuscode: {code}");
        }
        catch (HttpRequestException e)
        {
            return ProbeOutcome.Failure($"Get \"{uri}\": {(e.InnerException as SocketException)?.Message ?? e.InnerException?.Message ?? e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();
}

using Amazon.Runtime;

namespace Smartbox.Store.ObjectStores;

/// <summary>The HTTP client of one store: no <c>Expect: 100-continue</c>, which costs a second per PUT on endpoints that do not answer it (measured).</summary>
internal sealed class S3HttpClientFactory : HttpClientFactory
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // A bucket's name stands for many addresses that come and go.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How far the endpoint's clock is ahead of ours, by its last answer.</summary>
    public TimeSpan? ClockOffset { get; private set; }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var sockets = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            AllowAutoRedirect = false,
            UseCookies = false,
        };

        // Each request has its own limit, on the store's clock.
        return new HttpClient(new RequestHandler(this, sockets)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;

    private sealed class RequestHandler(S3HttpClientFactory factory, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.ExpectContinue = false;
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.Date is { } date)
            {
                // The SDK signs with the system's clock, so that is the one to compare with.
                factory.ClockOffset = date - TimeProvider.System.GetUtcNow();
            }

            return response;
        }
    }
}

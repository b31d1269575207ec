using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Smartbox.ApiServer.Tests;

/// <summary>A server in a folder of its own, and its one user.</summary>
public sealed class TestServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smartbox-api-").FullName;

    public TestServer() => Options = new ApiServerOptions { Folder = _folder };

    public ApiServerOptions Options { get; init; }

    public EmbeddedApiServer Server { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Folder => _folder;

    public async Task InitializeAsync()
    {
        Server = await EmbeddedApiServer.StartAsync(Options with { Folder = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        Client = NewClient(X509Certificate2.CreateFromPemFile(PathOf("client.crt"), PathOf("client.key")));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task RestartAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await InitializeAsync();
    }

    public HttpClient NewClient(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        using var authority = X509Certificate2.CreateFromPem(File.ReadAllText(PathOf("ca.crt")));
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { X509CertificateLoader.LoadCertificate(authority.RawData) },
        };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        var client = new HttpClient(handler) { BaseAddress = Server.Endpoint, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("tester/1.0");
        return client;
    }

    public Task<ApiAnswer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, accept: accept);

    public Task<ApiAnswer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<ApiAnswer> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    public Task<ApiAnswer> MergeAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public Task<ApiAnswer> ApplyAsync(string path, string body, string manager = "applier", bool force = false) =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager={manager}{(force ? "&force=true" : "")}", body, "application/apply-patch+yaml");

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string type = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        IReadOnlyList<string> warnings = response.Headers.TryGetValues("Warning", out var values) ? [.. values] : [];
        return new ApiAnswer((int)response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, warnings);
    }

    /// <summary>Makes a namespace that no other test has.</summary>
    public async Task<string> NewNamespaceAsync()
    {
        var name = $"t-{Guid.NewGuid().ToString("N")[..12]}";
        var answer = await PostAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        answer.Code.Should().Be(201, answer.Text);
        return name;
    }

    /// <summary>Asks again until the answer is as it should be.</summary>
    public async Task<ApiAnswer> UntilAsync(string path, Func<ApiAnswer, bool> isReached)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await GetAsync(path);
            if (isReached(answer))
            {
                return answer;
            }

            deadline.Token.IsCancellationRequested.Should().BeFalse($"{path} should get there, but is {answer.Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, "certificates", name);
}

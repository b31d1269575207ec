using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Smartbox.Gateway.Authentication;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Tests.Fakes;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Gateway.Tests;

/// <summary>Keys by discovery and from a file, and the cache of validated tokens.</summary>
public sealed class TokenSourcesTests
{
    [Fact]
    public async Task Discovery_OfTheRightIssuer_GivesItsKeysAndTheirTokensAreBelieved()
    {
        using var key = SigningKey.Create();
        await using var issuer = await IssuerAsync(key, address => address);
        var address = issuer.Urls.Single();
        var options = new GatewayOptions { OidcIssuer = address, OidcAudience = "gateway", SubjectClaim = "email" };
        using var http = new HttpClient();
        using var keys = new Refreshed<IssuerKeys>(
            "keys", KeyLoaders.Issuer(options, new FakeSecrets(), http), (one, other) => one.IsSameAs(other), TimeSpan.FromHours(1), TimeProvider.System,
            NullLogger.Instance);
        await keys.StartAsync(CancellationToken.None);
        await Sidecar.Tests.Fakes.Eventually.BeAsync(() => keys.Current is not null, "the keys are read");
        var token = Tokens.Of("4711", key, descriptor =>
        {
            descriptor.Issuer = address;
            descriptor.Audience = "gateway";
            descriptor.TokenType = "at+jwt";
            descriptor.Claims["email"] = "alice@example.com";
            descriptor.Claims["email_verified"] = true;
        });

        var caller = await new TokenValidator(keys, options, TimeProvider.System).ValidateAsync(token, CancellationToken.None);

        caller.Subject.Should().Be("alice@example.com");
    }

    [Fact]
    public async Task Discovery_OfAnotherIssuer_IsRefused()
    {
        using var key = SigningKey.Create();
        await using var issuer = await IssuerAsync(key, _ => "https://issuer.example.com");
        using var http = new HttpClient();
        var load = KeyLoaders.Issuer(new GatewayOptions { OidcIssuer = issuer.Urls.Single() }, new FakeSecrets(), http);

        await FluentActions.Awaiting(() => load(CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*https://issuer.example.com*");
    }

    [Fact]
    public async Task JwksFile_WithASharedSecretOnly_HoldsNoKey()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"keys":[{"kty":"oct","kid":"1","k":"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}]}""");
            using var http = new HttpClient();
            var load = KeyLoaders.Issuer(new GatewayOptions { OidcIssuer = "issuer", JwksFile = file }, new FakeSecrets(), http);
            await FluentActions.Awaiting(() => load(CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>();

            using var key = SigningKey.Create();
            await File.WriteAllTextAsync(file, Jwks(key));

            (await load(CancellationToken.None)).Keys.Should().ContainSingle().Which.KeyId.Should().Be(key.KeyId);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Refresh_AskedForByStrangers_LoadsOnceInThirtySeconds()
    {
        var time = new FakeTimeProvider();
        var loads = 0;
        using var refreshed = new Refreshed<string>("thing", _ => Task.FromResult("same" + Interlocked.Increment(ref loads)), (_, _) => true, TimeSpan.FromHours(1), time, NullLogger.Instance);
        await refreshed.StartAsync(CancellationToken.None);
        await Sidecar.Tests.Fakes.Eventually.BeAsync(() => refreshed.Current is not null, "it is loaded");

        for (var i = 0; i < 5; i++)
        {
            (await refreshed.RefreshAsync(refreshed.Current!, CancellationToken.None)).Should().BeFalse();
        }

        loads.Should().Be(2);
        time.Advance(TimeSpan.FromSeconds(30));
        await refreshed.RefreshAsync(refreshed.Current!, CancellationToken.None);
        loads.Should().Be(3);
    }

    [Fact]
    public void TokenCache_FullOrExpired_ForgetsTheOneUsedLongestAgo()
    {
        var time = new FakeTimeProvider();
        var cache = new TokenCache(2, time);
        var soon = time.GetUtcNow().AddMinutes(1);
        cache.Add("a", new Caller("alice"), soon);
        cache.Add("b", new Caller("bob"), soon);
        cache.Find("a");
        cache.Add("c", new Caller("carol"), soon);

        cache.Find("a")!.Subject.Should().Be("alice");
        cache.Find("b").Should().BeNull();
        cache.Find("c")!.Subject.Should().Be("carol");
        time.Advance(TimeSpan.FromMinutes(1));
        cache.Find("a").Should().BeNull();
    }

    private static async Task<WebApplication> IssuerAsync(SigningKey key, Func<string, string> issuer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging();
        builder.Services.AddRouting();
        var application = builder.Build();
        application.MapGet("/.well-known/openid-configuration", context => context.Response.WriteAsync(
            $$"""{"issuer":"{{issuer(application.Urls.Single())}}","jwks_uri":"{{application.Urls.Single()}}/keys"}"""));
        application.MapGet("/keys", context => context.Response.WriteAsync(Jwks(key)));
        await application.StartAsync();
        return application;
    }

    private static string Jwks(SigningKey key)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(key.ExportPublicPem());
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"keys":[{"kty":"EC","crv":"P-256","use":"sig","kid":"{{key.KeyId}}","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}""";
    }
}

using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.ObjectStores;

/// <summary>The rules of R2 and S3, each by what a server sees and answers.</summary>
[Collection(S3Fixture.Clock)]
public sealed class S3ObjectStoreTests : IAsyncLifetime
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];

    private readonly TemporaryFolder _credentials = S3Fixture.Credentials("first-key", "secret");
    private readonly FakeTimeProvider _clock = new();
    private TinyS3 _server = null!;
    private S3ObjectStore _store = null!;

    public async Task InitializeAsync()
    {
        _server = await TinyS3.StartAsync();
        _store = new S3ObjectStore(S3Fixture.Options(_server, _credentials), _clock, () => 0);
    }

    public async Task DisposeAsync()
    {
        _store.Dispose();
        _credentials.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task PutAsync_Request_IsOneThatR2Takes()
    {
        await PutAsync();

        var request = _server.Requests.Should().ContainSingle().Subject;
        request.Path.Should().Be($"/{TinyS3.Bucket}/data/one", "path style is asked for");
        request.Body.Should().Equal(Content, "no chunk signatures are mixed in");
        request.Headers["Content-MD5"].Should().Be(Convert.ToBase64String(MD5.HashData(Content)));
        request.Headers["Content-Length"].Should().Be(Content.Length.ToString());
        request.Headers["x-amz-content-sha256"].Should().Be(Convert.ToHexStringLower(SHA256.HashData(Content)), "no streaming signature is used");
        request.Headers["Authorization"].Should().Contain("first-key/").And.Contain("/auto/s3/aws4_request").And.Contain("content-md5", "the digest is signed");
        request.Headers.Keys.Should().NotContain(["Expect", "x-amz-trailer", "x-amz-sdk-checksum-algorithm", "x-amz-decoded-content-length"]);
        request.Headers.GetValueOrDefault("Content-Encoding").Should().NotBe("aws-chunked");
        request.Headers.Keys.Should().NotContain(k => k.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task GetAsync_Request_AsksForNoChecksum()
    {
        await PutAsync();

        await _store.GetAsync("data/one", 10, 5, CancellationToken.None);

        var request = _server.Requests.Last();
        request.Headers["Range"].Should().Be("bytes=10-14");
        request.Headers.Keys.Should().NotContain("x-amz-checksum-mode");
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "TooManyRequests")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    [InlineData(HttpStatusCode.BadGateway, "BadGateway")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "SlowDown")]
    [InlineData(HttpStatusCode.GatewayTimeout, "Timeout")]
    [InlineData(HttpStatusCode.BadRequest, "RequestTimeout")]
    public async Task PutAsync_TransientError_IsSentAgainUntilItSucceeds(HttpStatusCode status, string code)
    {
        _server.Fail(12, status, code);

        (await PutAsync()).Should().BeTrue();

        _server.Requests.Should().HaveCount(13);
        _store.RequestCount.Should().Be(13, "each try costs");
        _server.Objects["data/one"].Should().Equal(Content);
    }

    [Fact]
    public async Task ListAsync_TransientErrorInTheMiddle_StillGivesAll()
    {
        _server.PageLength = 2;
        foreach (var i in Enumerable.Range(0, 5))
        {
            _server.Objects[$"index/{i}"] = [1];
        }

        _server.Script.Enqueue(_ => Task.FromResult(false));
        _server.Fail(2, HttpStatusCode.ServiceUnavailable, "SlowDown");

        (await _store.ListAsync("index/", CancellationToken.None)).Select(o => o.Key).Should().Equal("index/0", "index/1", "index/2", "index/3", "index/4");
        _store.RequestCount.Should().Be(5);
    }

    [Fact]
    public async Task PutAsync_BrokenConnection_IsSentAgain()
    {
        _server.Script.Enqueue(context =>
        {
            context.Abort();
            return Task.FromResult(true);
        });

        (await PutAsync()).Should().BeTrue();

        _server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task PutAsync_NobodyListens_FailsWithTheFaultWhenTheCallerGivesUp()
    {
        using var store = new S3ObjectStore(S3Fixture.Options(_server, _credentials) with { Endpoint = "http://127.0.0.1:9" }, _clock, () => 1);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20), _clock);
        var put = store.PutAsync("data/one", Content, ifAbsent: false, deadline.Token);

        await AdvanceUntilAsync(put);

        var error = (await FluentActions.Awaiting(() => put).Should().ThrowAsync<ObjectStoreException>()).Which;
        error.Error.Should().Be(ObjectStoreError.Unavailable);
        error.Message.Should().Contain("http://127.0.0.1:9");
    }

    [Fact]
    public async Task GetAsync_AnswerThatNeverComes_IsAskedForAgainAfterTheLimit()
    {
        _server.Objects["data/one"] = Content;
        TaskCompletionSource arrived = new();
        _server.Script.Enqueue(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        });
        var get = _store.GetAsync("data/one", 0, null, CancellationToken.None);
        await arrived.Task;

        _clock.Advance(TimeSpan.FromSeconds(101));

        (await get).Should().Equal(Content);
    }

    [Fact]
    public async Task GetAsync_CallerGivesUpInTheMiddle_IsACancellation()
    {
        using var stop = new CancellationTokenSource();
        _server.Script.Enqueue(async context =>
        {
            context.Response.ContentLength = Content.Length;
            await context.Response.Body.WriteAsync(Content.AsMemory(0, 1000));
            await context.Response.Body.FlushAsync();
            await stop.CancelAsync();
            context.Abort();
            return true;
        });

        await FluentActions.Awaiting(() => _store.GetAsync("data/one", 0, null, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        _server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task GetAsync_BodyThatBreaksOff_IsReadAgain()
    {
        _server.Objects["data/one"] = Content;
        _server.Script.Enqueue(async context =>
        {
            context.Response.ContentLength = Content.Length;
            await context.Response.Body.WriteAsync(Content.AsMemory(0, 1000));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        });

        (await _store.GetAsync("data/one", 0, null, CancellationToken.None)).Should().Equal(Content);
    }

    [Fact]
    public async Task PutAsync_DamagedOnTheWay_IsSentAgain()
    {
        _server.Fail(1, HttpStatusCode.BadRequest, "BadDigest");

        (await PutAsync()).Should().BeTrue();

        _server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task PutAsync_EndpointThatStoresSomethingElse_IsNoticedByTheETag()
    {
        _server.ETag = _ => Convert.ToHexStringLower(MD5.HashData([7]));

        var error = (await FluentActions.Awaiting(PutAsync).Should().ThrowAsync<ObjectStoreException>()).Which;

        error.Error.Should().Be(ObjectStoreError.Corrupted);
        error.Message.Should().Contain("data/one");
        _server.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task PutAsync_ETagThatIsNoMd5_IsAccepted()
    {
        _server.ETag = _ => "0123456789abcdef-1";

        (await PutAsync()).Should().BeTrue();
        (await _store.PutAsync("data/one", Content, ifAbsent: true, CancellationToken.None)).Should().BeTrue("the content itself is compared");
        (await _store.PutAsync("data/one", Content.Reverse().ToArray(), ifAbsent: true, CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task PutAsync_IfAbsentAndReplyLost_CountsTheOwnObjectAsWritten()
    {
        LoseNextReply(Content);

        (await _store.PutAsync("data/one", Content, ifAbsent: true, CancellationToken.None)).Should().BeTrue();

        _server.Requests.Select(r => r.Method).Should().Equal("PUT", "PUT", "HEAD");
        _server.Requests.First().Headers["If-None-Match"].Should().Be("*");
    }

    [Fact]
    public async Task PutAsync_IfAbsentAndReplyLost_DoesNotTakeTheObjectOfAnotherForItsOwn()
    {
        LoseNextReply([1, 2, 3]);

        (await _store.PutAsync("data/one", Content, ifAbsent: true, CancellationToken.None)).Should().BeFalse();

        _server.Objects["data/one"].Should().Equal([1, 2, 3]);
    }

    [Fact]
    public async Task PutAsync_CredentialsRotatedMeanwhile_AreReadAgain()
    {
        _server.Script.Enqueue(async context =>
        {
            await File.WriteAllTextAsync(_credentials.Combine("accessKeyId"), "second-key");
            await TinyS3.ErrorAsync(context, HttpStatusCode.Forbidden, "InvalidAccessKeyId");
            return true;
        });

        (await PutAsync()).Should().BeTrue();

        _server.Requests.Last().Headers["Authorization"].Should().Contain("second-key/");
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied")]
    [InlineData(HttpStatusCode.Unauthorized, "Unauthorized")]
    public async Task PutAsync_RefusedForTwoMinutes_SaysAccessDenied(HttpStatusCode status, string code)
    {
        for (var i = 0; i < 100; i++)
        {
            _server.Script.Enqueue(async context =>
            {
                _clock.Advance(TimeSpan.FromSeconds(10));
                await TinyS3.ErrorAsync(context, status, code);
                return true;
            });
        }

        var error = (await FluentActions.Awaiting(PutAsync).Should().ThrowAsync<ObjectStoreException>()).Which;

        error.Error.Should().Be(ObjectStoreError.AccessDenied);
        _server.Requests.Count.Should().BeInRange(12, 14, "it went on for two minutes of ten seconds each");
        error.Message.Should().NotContain("secret");
    }

    [Fact]
    public async Task PutAsync_CredentialsMissing_SaysSoAfterTwoMinutes()
    {
        File.Delete(_credentials.Combine("secretAccessKey"));
        using var store = new S3ObjectStore(S3Fixture.Options(_server, _credentials), _clock, () => 1);
        var put = store.PutAsync("data/one", Content, ifAbsent: false, CancellationToken.None);

        await AdvanceUntilAsync(put);

        var error = (await FluentActions.Awaiting(() => put).Should().ThrowAsync<ObjectStoreException>()).Which;
        error.Error.Should().Be(ObjectStoreError.AccessDenied);
        error.Message.Should().Contain("secretAccessKey");
        _server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task PutAsync_OwnClockIsWrong_IsSignedByTheServersClock()
    {
        _server.Script.Enqueue(async context =>
        {
            context.Response.Headers.Date = (TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1)).ToString("r");
            await TinyS3.ErrorAsync(context, HttpStatusCode.Forbidden, "RequestTimeTooSkewed");
            return true;
        });

        try
        {
            (await PutAsync()).Should().BeTrue();
        }
        finally
        {
            Amazon.AWSConfigs.ManualClockCorrection = null;
        }

        var signed = DateTimeOffset.ParseExact(
            _server.Requests.Last().Headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        signed.Should().BeCloseTo(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task GetAsync_NoSuchBucket_SaysSo()
    {
        using var store = new S3ObjectStore(S3Fixture.Options(_server, _credentials) with { Bucket = "other" }, _clock, () => 0);

        var error = (await FluentActions.Awaiting(() => store.GetAsync("config", 0, null, CancellationToken.None)).Should().ThrowAsync<ObjectStoreException>()).Which;

        error.Error.Should().Be(ObjectStoreError.BucketNotFound);
    }

    [Fact]
    public async Task PutAsync_RequestThatIsWrong_FailsAtOnce()
    {
        _server.Fail(1, HttpStatusCode.BadRequest, "InvalidRequest");

        var error = (await FluentActions.Awaiting(PutAsync).Should().ThrowAsync<ObjectStoreException>()).Which;

        error.Error.Should().Be(ObjectStoreError.Other);
        _server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Requests_OfEachKind_AreCountedByTheirCost()
    {
        await PutAsync();
        await _store.HeadAsync("data/one", CancellationToken.None);
        await _store.GetAsync("data/one", 0, null, CancellationToken.None);
        await _store.ListAsync("data/", CancellationToken.None);
        await _store.DeleteAsync("data/one", CancellationToken.None);

        _store.Requests.Should().Be(new RequestCounts(Writes: 2, Reads: 2, Deletes: 1));
    }

    [Fact]
    public async Task ProbeAsync_EndpointWithoutPromises_NamesEachMissingOne()
    {
        _server.IgnoresConditions = true;
        _server.IgnoresContentMd5 = true;

        var missing = await ObjectStoreProbe.RunAsync(_store, "", CancellationToken.None);

        missing.Should().HaveCount(2);
        missing[0].Should().Contain("If-None-Match");
        missing[1].Should().Contain("Content-MD5");
        _server.Objects.Should().BeEmpty();
    }

    [Fact]
    public async Task ProbeAsync_EndpointWithoutRanges_NamesThem()
    {
        _server.IgnoresRanges = true;

        (await ObjectStoreProbe.RunAsync(_store, "", CancellationToken.None)).Should().ContainSingle().Which.Should().Contain("range");
    }

    [Fact]
    public void Validate_WrongOptions_GivesAllErrorsAtOnce()
    {
        var options = new ObjectStoreOptions { Endpoint = "ftp://host", Prefix = "boxes", RequestTimeout = TimeSpan.Zero };

        options.Validate().Should().HaveCount(5);
        FluentActions.Invoking(() => ObjectStoreFactory.Create(options, TimeProvider.System)).Should().Throw<ArgumentException>().WithMessage("*ftp://host*bucket*");
    }

    private Task<bool> PutAsync() => _store.PutAsync("data/one", Content, ifAbsent: false, CancellationToken.None);

    /// <summary>The next PUT is carried out, perhaps by another, but its sender never learns of it.</summary>
    private void LoseNextReply(byte[] stored) => _server.Script.Enqueue(context =>
    {
        _server.Objects["data/one"] = stored;
        context.Abort();
        return Task.FromResult(true);
    });

    /// <summary>Moves the clock on until a call ends; each step lets what waits for it run.</summary>
    private async Task AdvanceUntilAsync(Task call)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!call.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }
    }
}

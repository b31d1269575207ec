using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Smartbox.Store.Tests.ObjectStores;

/// <summary>As much of S3 as the store uses, on a loopback port, with answers that a test can script.</summary>
internal sealed class TinyS3 : IAsyncDisposable
{
    public const string Bucket = "boxes";
    private const string NoSuchKey = "NoSuchKey";

    private readonly WebApplication _application;

    private TinyS3(WebApplication application) => _application = application;

    public string Endpoint => _application.Urls.Single();

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Every request that arrived, in order.</summary>
    public ConcurrentQueue<TinyS3Request> Requests { get; } = [];

    /// <summary>One is taken for each request that arrives: true means that it has answered, false that the request goes on as usual.</summary>
    public ConcurrentQueue<Func<HttpContext, Task<bool>>> Script { get; } = [];

    /// <summary>Objects in a page of a listing.</summary>
    public int PageLength { get; set; } = 1000;

    public bool IgnoresConditions { get; set; }

    public bool IgnoresContentMd5 { get; set; }

    public bool IgnoresRanges { get; set; }

    /// <summary>What ETag a PUT is answered with, if not its MD5.</summary>
    public Func<byte[], string>? ETag { get; set; }

    public static async Task<TinyS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Limits.MaxRequestBodySize = null;
        });
        var server = new TinyS3(builder.Build());
        server._application.Run(server.HandleAsync);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Answers the next requests with an error.</summary>
    public void Fail(int times, HttpStatusCode status, string code)
    {
        for (var i = 0; i < times; i++)
        {
            Script.Enqueue(async context =>
            {
                await ErrorAsync(context, status, code);
                return true;
            });
        }
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    public static async Task ErrorAsync(HttpContext context, HttpStatusCode status, string code)
    {
        context.Response.StatusCode = (int)status;
        if (context.Request.Method != HttpMethods.Head)
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{code}.</Message></Error>");
        }
    }

    private static byte[] Md5(byte[] content) => MD5.HashData(content);

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var content = body.ToArray();
        Requests.Enqueue(new TinyS3Request(
            request.Method, request.Path.Value!, request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), content));
        if (Script.TryDequeue(out var step) && await step(context))
        {
            return;
        }

        var parts = request.Path.Value!.Split('/', 3);
        if (parts[1] != Bucket)
        {
            await ErrorAsync(context, HttpStatusCode.NotFound, "NoSuchBucket");
            return;
        }

        var key = parts.Length > 2 ? parts[2] : "";
        await (request.Method switch
        {
            "PUT" => PutAsync(context, key, content),
            "DELETE" => DeleteAsync(context, key),
            _ when key.Length == 0 => ListAsync(context),
            _ => GetAsync(context, key),
        });
    }

    private async Task PutAsync(HttpContext context, string key, byte[] content)
    {
        var md5 = context.Request.Headers.ContentMD5.ToString();
        if (!IgnoresContentMd5 && md5.Length > 0 && md5 != Convert.ToBase64String(Md5(content)))
        {
            await ErrorAsync(context, HttpStatusCode.BadRequest, "BadDigest");
        }
        else if (!IgnoresConditions && context.Request.Headers.IfNoneMatch == "*" && Objects.ContainsKey(key))
        {
            await ErrorAsync(context, HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        }
        else
        {
            Objects[key] = content;
            context.Response.Headers.ETag = TagOf(content);
        }
    }

    private Task DeleteAsync(HttpContext context, string key)
    {
        Objects.TryRemove(key, out _);
        context.Response.StatusCode = (int)HttpStatusCode.NoContent;
        return Task.CompletedTask;
    }

    private async Task GetAsync(HttpContext context, string key)
    {
        if (!Objects.TryGetValue(key, out var content))
        {
            await ErrorAsync(context, HttpStatusCode.NotFound, NoSuchKey);
            return;
        }

        context.Response.Headers.ETag = TagOf(content);
        if (context.Request.GetTypedHeaders().Range is { } range && !IgnoresRanges)
        {
            var wanted = range.Ranges.Single();
            if (wanted.From >= content.Length)
            {
                await ErrorAsync(context, HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange");
                return;
            }

            var end = Math.Min(wanted.To ?? long.MaxValue, content.Length - 1);
            context.Response.StatusCode = (int)HttpStatusCode.PartialContent;
            context.Response.Headers.ContentRange = $"bytes {wanted.From}-{end}/{content.Length}";
            content = content[(int)wanted.From!.Value..(int)(end + 1)];
        }

        context.Response.ContentLength = content.Length;
        if (context.Request.Method != HttpMethods.Head)
        {
            await context.Response.Body.WriteAsync(content);
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var prefix = context.Request.Query["prefix"].ToString();
        var after = context.Request.Query["continuation-token"].ToString();
        var rest = Objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(k, after) > 0)
            .Order(StringComparer.Ordinal).ToList();
        var page = rest.Take(PageLength).ToList();
        var isTruncated = page.Count < rest.Count;
        StringBuilder xml = new("<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        xml.Append(CultureInfo.InvariantCulture, $"<IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>");
        xml.Append(isTruncated ? $"<NextContinuationToken>{page[^1]}</NextContinuationToken>" : "");
        foreach (var key in page)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{key}</Key><Size>{Objects[key].Length}</Size></Contents>");
        }

        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(xml.Append("</ListBucketResult>").ToString());
    }

    private string TagOf(byte[] content) => $"\"{ETag?.Invoke(content) ?? Convert.ToHexStringLower(Md5(content))}\"";
}

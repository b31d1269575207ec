using System.Net;
using System.Text.Json;
using k8s.Autorest;

namespace Smartbox.Cli.Kube;

/// <summary>Says what a failed request to the API server means.</summary>
internal static class KubeErrors
{
    /// <param name="request">The request.</param>
    /// <param name="cluster">Where it goes.</param>
    /// <param name="what">What it is for: "read box alice in namespace people".</param>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> request, KubeAccess cluster, string what)
    {
        try
        {
            return await request();
        }
        catch (HttpOperationException e)
        {
            throw Refusal(e.Response?.StatusCode ?? 0, e.Response?.Content, what, e);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e, cluster, what);
        }
    }

    /// <summary>The server's refusal, in its own words.</summary>
    public static ApiRefusal Refusal(HttpStatusCode status, string? body, string what, Exception? inner = null) =>
        new(status, $"Could not {what}: {MessageOf(status, body)}.", inner);

    public static CliException Unreachable(Exception e, KubeAccess cluster, string what) =>
        new(ExitCodes.Unavailable, $"Could not {what}: the API server {cluster.Host} does not answer ({e.Message}).", e);

    public static int ExitCodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ExitCodes.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCodes.NotAllowed,
        // A bare 500 is also what a manifest gets that the server cannot read; trying again does not help.
        HttpStatusCode.TooManyRequests or > HttpStatusCode.InternalServerError => ExitCodes.Unavailable,
        _ => ExitCodes.Failure,
    };

    private static string MessageOf(HttpStatusCode code, string? body)
    {
        try
        {
            using var status = JsonDocument.Parse(body ?? "");
            return status.RootElement.GetProperty("message").GetString()!.TrimEnd('.');
        }
        catch (Exception parse) when (parse is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"the API server answered HTTP {(int)code}";
        }
    }
}

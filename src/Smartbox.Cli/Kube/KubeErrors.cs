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
            throw Translate(e, what);
        }
        catch (HttpRequestException e)
        {
            throw new CliException(ExitCodes.Unavailable, $"Could not {what}: the API server {cluster.Host} does not answer ({e.Message}).", e);
        }
    }

    private static CliException Translate(HttpOperationException e, string what)
    {
        var exitCode = e.Response?.StatusCode switch
        {
            HttpStatusCode.NotFound => ExitCodes.NotFound,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCodes.NotAllowed,
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => ExitCodes.Unavailable,
            _ => ExitCodes.Failure,
        };
        return new CliException(exitCode, $"Could not {what}: {MessageOf(e)}.", e);
    }

    private static string MessageOf(HttpOperationException e)
    {
        try
        {
            using var status = JsonDocument.Parse(e.Response?.Content ?? "");
            return status.RootElement.GetProperty("message").GetString()!.TrimEnd('.');
        }
        catch (Exception parse) when (parse is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"the API server answered HTTP {(int?)e.Response?.StatusCode}";
        }
    }
}

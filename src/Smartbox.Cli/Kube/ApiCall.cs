namespace Smartbox.Cli.Kube;

/// <summary>One request to the API server.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="What">What it is for, as in "read smartbox alice": the failure's message says it.</param>
internal sealed record ApiCall(HttpMethod Method, string Path, string What)
{
    public string Accept { get; init; } = "application/json";

    public string? Content { get; init; }

    public string ContentType { get; init; } = "application/json";
}

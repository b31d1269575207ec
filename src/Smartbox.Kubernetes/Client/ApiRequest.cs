namespace Smartbox.Kubernetes.Client;

/// <summary>What to send; <paramref name="Path"/> is relative to the server's address and includes the query.</summary>
internal sealed record ApiRequest(HttpMethod Method, string Path, byte[]? Body = null, string ContentType = "application/json");

using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests;

/// <summary>One request for a resource, as far as it is understood before its verb is known.</summary>
internal sealed record ApiRequest(HttpContext Http, ResourcePath Path, ResourceType Type, Representation Representation)
{
    /// <summary>What the client is told beside the answer.</summary>
    public List<string> Warnings { get; } = [];

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Namespace as the store has it.</summary>
    public string Namespace => Path.Namespace ?? "";

    /// <summary>Name of the one object that is asked for.</summary>
    public string Name => Path.Name!;

    public IQueryCollection Query => Http.Request.Query;
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Smartbox.Kubernetes.Tests.Faults;

/// <summary>One lease of a fake API server, with the server's check of versions.</summary>
internal sealed class LeaseEndpoint(FakeApiServer server)
{
    private JsonObject? _lease;
    private int _version;

    public bool IsBroken { get; set; }

    public string? Holder => _lease?["spec"]?["holderIdentity"]?.GetValue<string>();

    public void Set(string? holder)
    {
        _version++;
        _lease = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "l", ["namespace"] = "ns", ["resourceVersion"] = $"{_version}" },
            ["spec"] = new JsonObject { ["holderIdentity"] = holder, ["leaseDurationSeconds"] = 15, ["renewTime"] = "2020-01-01T00:00:00.000000Z" },
        };
    }

    public async Task<bool> HandleAsync(HttpContext context, string body)
    {
        if (!context.Request.Path.Value!.Contains("/leases", StringComparison.Ordinal))
        {
            return false;
        }

        await (IsBroken ? FakeApiServer.Answer(500, Objects.Status(500, "InternalError")) : Respond(context, body))(context);
        return true;
    }

    private Func<HttpContext, Task> Respond(HttpContext context, string body)
    {
        if (context.Request.Query.ContainsKey("watch"))
        {
            return server.LinesThenSilence();
        }

        switch (context.Request.Method)
        {
            case "POST":
                Set(JsonNode.Parse(body)!["spec"]!["holderIdentity"]!.GetValue<string>());
                break;
            case "PATCH":
                var patch = JsonNode.Parse(body)!;
                if (patch["metadata"]!["resourceVersion"]!.GetValue<string>() != $"{_version}")
                {
                    return FakeApiServer.Answer(409, Objects.Status(409, "Conflict"));
                }

                Set(patch["spec"]!["holderIdentity"]?.GetValue<string>());
                break;
        }

        return _lease is null ? FakeApiServer.Answer(404, Objects.Status(404, "NotFound")) : FakeApiServer.Answer(200, _lease.ToJsonString());
    }
}

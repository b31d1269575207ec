using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Reading;

/// <summary>Continue tokens: opaque to clients, a small JSON object inside.</summary>
internal static class ListTokens
{
    // A list that goes on without its revision, after that expired.
    private const long AnyRevision = -1;

    public static string Write(ContinueToken token) => Write(token.Revision, token.Namespace, token.Name);

    /// <summary>The token that goes on from the same place with whatever is there then.</summary>
    public static string WriteInconsistent(ContinueToken token) => Write(AnyRevision, token.Namespace, token.Name);

    /// <param name="text">The client's token.</param>
    /// <param name="current">The revision that a list without one of its own is of.</param>
    /// <exception cref="ApiException">400 when it is none of ours.</exception>
    public static ContinueToken Read(string text, long current)
    {
        try
        {
            var parts = JsonNode.Parse(Base64Url.DecodeFromChars(text))!;
            var revision = (long)parts["rv"]!;
            return new ContinueToken(revision == AnyRevision ? current : revision, (string)parts["ns"]!, (string)parts["name"]!);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw ApiErrors.BadRequest("invalid continue token: continue key is not valid");
        }
    }

    private static string Write(long revision, string ns, string name) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = revision, ["ns"] = ns, ["name"] = name }.ToJsonString()));
}

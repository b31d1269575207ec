using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.Json;

namespace Smartbox.ApiServer.Discovery;

/// <summary>What is sent, and its hash.</summary>
internal sealed record Document(byte[] Content, string Hash)
{
    public static Document Of(JsonObject json)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(json);
        return new Document(content, Convert.ToHexString(SHA256.HashData(content)));
    }
}

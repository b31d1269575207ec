using System.Text.Json.Serialization;

namespace Smartbox.Store.Repositories;

/// <summary><c>keys/&lt;id&gt;</c>: the master key, sealed by a key that scrypt makes of a password. The only file that is not sealed as a whole.</summary>
internal sealed record KeyFile
{
    public const string Scrypt = "scrypt";

    public DateTimeOffset Created { get; init; }

    public string Username { get; init; } = "";

    public string Hostname { get; init; } = "";

    public string Kdf { get; init; } = "";

    [JsonPropertyName("N")]
    public int N { get; init; }

    [JsonPropertyName("r")]
    public int R { get; init; }

    [JsonPropertyName("p")]
    public int P { get; init; }

    public byte[] Salt { get; init; } = [];

    public byte[] Data { get; init; } = [];
}

/// <summary>What a key file seals.</summary>
internal sealed record MasterKeyDocument(MacKeyDocument Mac, byte[] Encrypt);

/// <summary>The two halves of the Poly1305-AES key.</summary>
internal sealed record MacKeyDocument([property: JsonPropertyName("k")] byte[] K, [property: JsonPropertyName("r")] byte[] R);

using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Sidecar.Hosting;

/// <summary>Public keys in a file of the ConfigMap <c>smartbox-trust</c>, read again while the program runs.</summary>
/// <remarks>
/// The kubelet swaps a link to change the file, so its own times say nothing: the text is compared. An inotify instance a container
/// would be too many for a node.
/// </remarks>
internal sealed class TrustedKeys(string path, TimeProvider time, ILogger<TrustedKeys> logger)
{
    /// <summary>How old the answer may be.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromSeconds(1);

    /// <summary>Guards the fields below.</summary>
    private readonly Lock _lock = new();
    private IReadOnlyList<SecurityKey> _keys = [];
    private string? _text;
    private long? _readAt;

    /// <summary>The keys; none while the file cannot be read, so that no call is trusted then.</summary>
    public IReadOnlyList<SecurityKey> Current
    {
        get
        {
            lock (_lock)
            {
                if (_readAt is null || time.GetElapsedTime(_readAt.Value) >= s_maxAge)
                {
                    Read();
                    _readAt = time.GetTimestamp();
                }

                return _keys;
            }
        }
    }

    private void Read()
    {
        try
        {
            var text = File.ReadAllText(path);
            if (text != _text)
            {
                _keys = SigningKey.PublicKeysFromPem(text);
                _text = text;
                Log.TrustRead(logger, _keys.Count, path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (_text is not null || _readAt is null)
            {
                Log.TrustUnreadable(logger, path, e);
            }

            _keys = [];
            _text = null;
        }
    }
}

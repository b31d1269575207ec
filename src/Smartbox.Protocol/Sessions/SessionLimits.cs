namespace Smartbox.Protocol.Sessions;

/// <summary>What a session's names and texts may be; see <c>session.proto</c>.</summary>
public static class SessionLimits
{
    /// <summary>The session of a caller who names none.</summary>
    public const string DefaultSession = "main";

    public const int MaxSessionLength = 63;

    public const int MaxMessageIdLength = 64;

    /// <summary>Bytes of UTF-8 in one input.</summary>
    public const int MaxTextBytes = 256 * 1024;

    public const int MaxHistoryPage = 1000;

    public const int DefaultHistoryPage = 100;

    /// <summary>True for 1 to 63 characters of <c>[a-z0-9-]</c>.</summary>
    public static bool IsSession(string name) =>
        name.Length is > 0 and <= MaxSessionLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>True for 1 to 64 printable ASCII characters.</summary>
    public static bool IsMessageId(string id) => id.Length is > 0 and <= MaxMessageIdLength && id.All(c => c is > ' ' and <= '~');
}

using System.Text;
using System.Text.RegularExpressions;

namespace Smartbox.ApiServer.Schemas.Text;

/// <summary>A URL as Go's <c>url.ParseRequestURI</c> takes it: absolute, or an absolute path; the fragment is none.</summary>
/// <param name="Scheme">In lower case; empty for a path.</param>
/// <param name="Host">Host and port as written, decoded.</param>
/// <param name="EscapedPath">Path as written.</param>
/// <param name="Query">What follows the question mark.</param>
internal sealed partial record GoUrl(string Scheme, string Host, string EscapedPath, string Query)
{
    public string HostName => Host.StartsWith('[') ? Host[1..Host.LastIndexOf(']')] : Port.Length > 0 || Host.EndsWith(':') ? Host[..Host.LastIndexOf(':')] : Host;

    public string Port => PortOf().Match(Host) is { Success: true } port ? port.Groups[1].Value : "";

    public static bool TryParse(string text, out GoUrl url)
    {
        url = new GoUrl("", "", "", "");
        if (text.Length == 0 || text.Any(c => c < ' ' || c == 0x7f))
        {
            return false;
        }

        var scheme = SchemeOf().Match(text);
        var rest = scheme.Success ? text[scheme.Length..] : text;
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];
        if (!rest.StartsWith('/'))
        {
            url = new GoUrl(scheme.Groups[1].Value.ToLowerInvariant(), "", "", query);
            // Opaque, such as mailto:a@b.
            return scheme.Success;
        }

        var (host, path) = ("", rest);
        if (rest.StartsWith("//", StringComparison.Ordinal) && (scheme.Success || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var end = rest.IndexOf('/', 2);
            (host, path) = end < 0 ? (rest[2..], "") : (rest[2..end], rest[end..]);
            var at = host.LastIndexOf('@');
            if (at >= 0 && !UserInfo().IsMatch(host[..at]) || !IsHost(host[(at + 1)..]))
            {
                return false;
            }

            host = Uri.UnescapeDataString(host[(at + 1)..]);
        }

        url = new GoUrl(scheme.Groups[1].Value.ToLowerInvariant(), host, Escape(path), query);
        return !BadEscape().IsMatch(path);
    }

    // As written where that may stand; else what may not is escaped.
    private static string Escape(string path) => PathCharacters().IsMatch(path) ? path : string.Concat(
        Encoding.UTF8.GetBytes(Uri.UnescapeDataString(path)).Select(b => PathCharacters().IsMatch(((char)b).ToString()) && b < 0x80 ? ((char)b).ToString() : $"%{b:X2}"));

    private static bool IsHost(string host)
    {
        if (host.StartsWith('['))
        {
            var end = host.LastIndexOf(']');
            return end > 0 && OptionalPort().IsMatch(host[(end + 1)..]) && IpText.TryParse(host[1..end].Split("%25")[0], allowLeadingZeros: false, out var address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        }

        var colon = host.LastIndexOf(':');
        return HostCharacters().IsMatch(host) && (colon < 0 || OptionalPort().IsMatch(host[colon..]));
    }

    [GeneratedRegex("^([A-Za-z][-+.A-Za-z0-9]*):")]
    private static partial Regex SchemeOf();

    [GeneratedRegex("^(:[0-9]*)?\\z")]
    private static partial Regex OptionalPort();

    [GeneratedRegex(":([0-9]+)\\z")]
    private static partial Regex PortOf();

    [GeneratedRegex(@"^([^\x00-\x20""#%/<>?@\\^`{|}\[\]]|%[89A-Fa-f][0-9A-Fa-f]|[""<>])*\z")]
    private static partial Regex HostCharacters();

    [GeneratedRegex("^[-A-Za-z0-9._:~!$&'()*+,;=%@]*\\z")]
    private static partial Regex UserInfo();

    [GeneratedRegex("^([-A-Za-z0-9._~!$&'()*+,;=:@/\\[\\]]|%[0-9A-Fa-f]{2})*\\z")]
    private static partial Regex PathCharacters();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadEscape();
}

using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Kubernetes' library of URLs.</summary>
internal static class UrlFunctions
{
    public static IEnumerable<Overload> All =>
    [
        Function.Global("isURL", (string text) => GoUrl.TryParse(text, out _)),
        Function.Global("url", (string text) => GoUrl.TryParse(text, out var url) ? url : throw new CelException($"URL parse error during conversion from string: parse {GoText.Quote(text)}: invalid URI for request")),
        Function.Member("getScheme", (GoUrl url) => url.Scheme),
        Function.Member("getHost", (GoUrl url) => url.Host),
        Function.Member("getHostname", (GoUrl url) => url.HostName),
        Function.Member("getPort", (GoUrl url) => url.Port),
        Function.Member("getEscapedPath", (GoUrl url) => url.EscapedPath),
        Function.Generic("getQuery", true, [CelType.Url], CelType.MapOf(CelType.String, CelType.ListOf(CelType.String)), arguments => Query(((GoUrl)arguments[0]!).Query)),
    ];

    private static LiteralMap Query(string query)
    {
        var map = new LiteralMap();
        var parts = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToLookup(part => Decode(part[0]), part => part.Length > 1 ? Decode(part[1]) : "");
        foreach (var part in parts)
        {
            map.Add(part.Key, part.ToArray<object?>());
        }

        return map;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

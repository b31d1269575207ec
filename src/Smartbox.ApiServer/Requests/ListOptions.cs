using System.Globalization;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Requests;

/// <summary>The parameters of a list or a watch.</summary>
internal sealed record ListOptions
{
    private const string Exact = "Exact";
    private const string NotOlderThan = "NotOlderThan";
    private const string Kind = "ListOptions";

    public bool IsWatch { get; private init; }

    public string? LabelSelector { get; private init; }

    public string? FieldSelector { get; private init; }

    /// <summary>Null when none is given; 0 is given for any.</summary>
    public long? ResourceVersion { get; private init; }

    /// <summary>Whether the list is to be of that very revision.</summary>
    public bool IsExact { get; private init; }

    public int? Limit { get; private init; }

    public string? Continue { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public bool AllowsBookmarks { get; private init; }

    /// <summary>Whether a watch begins with what is there, and a bookmark that says so.</summary>
    public bool SendsInitialEvents { get; private init; }

    /// <exception cref="ApiException">What is wrong with them, in kube-apiserver's words.</exception>
    public static ListOptions Read(IQueryCollection query, bool isWatchPath)
    {
        var isWatch = isWatchPath || query.Flag("watch");
        var version = query.Text("resourceVersion");
        var match = query.Text("resourceVersionMatch");
        var sendInitialEvents = query.Text("sendInitialEvents") is null ? (bool?)null : query.Flag("sendInitialEvents");
        CheckMatch(isWatch, version, match, sendInitialEvents);
        var limit = query.Number("limit") is > 0 and var given ? (int?)Math.Min(given, int.MaxValue) : null;
        var token = query.Text("continue");
        if (token is not null && version is not (null or "0"))
        {
            throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        }

        var revision = ParseVersion(version);
        return new ListOptions
        {
            IsWatch = isWatch,
            LabelSelector = query.Text("labelSelector"),
            FieldSelector = query.Text("fieldSelector"),
            ResourceVersion = revision,

            // Without a match, a limit at a revision means exactly that one: so clients paged before there was a match.
            IsExact = match == Exact || (match is null && limit is not null && revision > 0),
            Limit = limit,
            Continue = token,
            Timeout = query.Number("timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000)) : null,
            AllowsBookmarks = query.Flag("allowWatchBookmarks"),
            SendsInitialEvents = sendInitialEvents == true,
        };
    }

    private static long? ParseVersion(string? version)
    {
        if (version is null)
        {
            return null;
        }

        return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest(
                $"invalid resource version: resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");
    }

    private static void CheckMatch(bool isWatch, string? version, string? match, bool? sendInitialEvents)
    {
        if (sendInitialEvents is not null)
        {
            if (!isWatch)
            {
                throw Forbid("sendInitialEvents", "sendInitialEvents is forbidden for list");
            }

            if (match != NotOlderThan)
            {
                throw Forbid("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
            }

            return;
        }

        if (match is null)
        {
            return;
        }

        if (isWatch)
        {
            throw Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }

        if (version is null)
        {
            throw Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
        }

        if (match is not (Exact or NotOlderThan))
        {
            throw ApiErrors.InvalidOptions(
                Kind, "resourceVersionMatch", "FieldValueNotSupported",
                $"Unsupported value: \"{match}\": supported values: \"{Exact}\", \"{NotOlderThan}\", \"\"");
        }

        if (match == Exact && version == "0")
        {
            throw Forbid("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    private static ApiException Forbid(string field, string message) => ApiErrors.InvalidOptions(Kind, field, "FieldValueForbidden", $"Forbidden: {message}");
}

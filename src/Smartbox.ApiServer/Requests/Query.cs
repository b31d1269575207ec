using System.Globalization;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Requests;

/// <summary>Reads parameters as kube-apiserver does.</summary>
internal static class Query
{
    /// <returns>Null when it is absent or empty.</returns>
    public static string? Text(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values.Count > 0 && !string.IsNullOrEmpty(values[0]) ? values[0] : null;

    /// <summary>Anything but <c>false</c> and <c>0</c> is true: so does apimachinery convert it.</summary>
    public static bool Flag(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values.Count > 0 && !(string.Equals(values[0], "false", StringComparison.OrdinalIgnoreCase) || values[0] == "0");

    public static long? Number(this IQueryCollection query, string name)
    {
        if (query.Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    /// <summary>Whether <c>dryRun=All</c> is asked for.</summary>
    /// <param name="query">The query.</param>
    /// <param name="options">Kind of the options that it stands for.</param>
    public static bool DryRun(this IQueryCollection query, string options) => query.TryGetValue("dryRun", out var values) && IsDryRun(values.ToArray(), options);

    /// <exception cref="ApiException">422 for any other value than All.</exception>
    public static bool IsDryRun(IReadOnlyCollection<string?> values, string options)
    {
        if (values.Any(value => value != "All"))
        {
            var given = string.Join(", ", values.Select(value => $"\"{value}\""));
            throw ApiErrors.InvalidOptions(options, "dryRun", "FieldValueNotSupported", $"Unsupported value: [{given}]: supported values: \"All\"");
        }

        return values.Count > 0;
    }
}

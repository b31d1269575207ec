using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Requests;

/// <summary>The parameters of a create, update or patch.</summary>
internal sealed record WriteOptions(string Manager, bool IsDryRun, FieldValidation FieldValidation)
{
    private const int LongestManager = 128;

    /// <summary>Whether an apply takes over what others own.</summary>
    public bool Force { get; private init; }

    /// <param name="request">The request.</param>
    /// <param name="kind"><c>CreateOptions</c>, <c>UpdateOptions</c> or <c>PatchOptions</c>: names them in errors.</param>
    /// <param name="isApply">Whether it is a server-side apply, which names its manager.</param>
    public static WriteOptions Read(HttpRequest request, string kind, bool isApply = false)
    {
        var query = request.Query;
        var manager = query.Text("fieldManager");
        if (manager is null && isApply)
        {
            throw ApiErrors.InvalidOptions(kind, "fieldManager", "FieldValueRequired", "Required value: is required for apply patch");
        }

        if (manager?.Length > LongestManager)
        {
            throw ApiErrors.InvalidOptions(kind, "fieldManager", "FieldValueTooLong", $"Too long: may not be more than {LongestManager} bytes");
        }

        if (!isApply && kind == "PatchOptions" && query.ContainsKey("force"))
        {
            throw ApiErrors.InvalidOptions(kind, "force", "FieldValueForbidden", "Forbidden: may not be specified for non-apply patch");
        }

        return new WriteOptions(manager ?? ManagerOf(request.Headers.UserAgent), query.DryRun(kind), ReadValidation(query, kind)) { Force = query.Flag("force") };
    }

    // A writer that does not name itself is known by the program of its user agent.
    private static string ManagerOf(string? userAgent)
    {
        var name = (userAgent ?? "").Split('/', 2)[0];
        name = string.Concat(name.Where(character => !char.IsControl(character)));
        return name.Length switch { 0 => "unknown", > LongestManager => name[..LongestManager], _ => name };
    }

    private static FieldValidation ReadValidation(IQueryCollection query, string kind) => query.Text("fieldValidation") switch
    {
        null or "Warn" => FieldValidation.Warn,
        "Strict" => FieldValidation.Strict,
        "Ignore" => FieldValidation.Ignore,
        var other => throw ApiErrors.InvalidOptions(
            kind, "fieldValidation", "FieldValueNotSupported",
            $"Unsupported value: \"{other}\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""),
    };
}

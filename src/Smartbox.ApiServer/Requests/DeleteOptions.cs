using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Requests;

/// <summary>How to delete: from the query, or from a body of kind DeleteOptions, which replaces it.</summary>
internal sealed record DeleteOptions
{
    private const string Kind = "DeleteOptions";

    public long? GracePeriodSeconds { get; init; }

    /// <summary>Null for the object's own, else <c>Background</c>.</summary>
    public PropagationPolicy? Propagation { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public bool IsDryRun { get; init; }

    public static DeleteOptions Read(IQueryCollection query, JsonObject? body)
    {
        if (body is null)
        {
            return new DeleteOptions
            {
                GracePeriodSeconds = CheckGrace(query.Number("gracePeriodSeconds")),
                Propagation = ReadPropagation(query.Text("propagationPolicy"), query.Text("orphanDependents") is null ? null : query.Flag("orphanDependents")),
                IsDryRun = query.DryRun(Kind),
            };
        }

        try
        {
            var preconditions = body["preconditions"];
            var dryRun = body["dryRun"] as JsonArray ?? [];
            return new DeleteOptions
            {
                GracePeriodSeconds = CheckGrace((long?)body["gracePeriodSeconds"]),
                Propagation = ReadPropagation((string?)body["propagationPolicy"], (bool?)body["orphanDependents"]),
                Uid = (string?)preconditions?["uid"],
                ResourceVersion = (string?)preconditions?["resourceVersion"],
                IsDryRun = Query.IsDryRun([.. dryRun.Select(value => (string?)value)], Kind) | query.DryRun(Kind),
            };
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw ApiErrors.BadRequest("DeleteOptions has a field of a wrong type.");
        }
    }

    private static long? CheckGrace(long? seconds) => seconds is null or >= 0
        ? seconds
        : throw ApiErrors.InvalidOptions(Kind, "gracePeriodSeconds", "FieldValueInvalid", $"Invalid value: {seconds}: must be greater than or equal to 0");

    private static PropagationPolicy? ReadPropagation(string? policy, bool? orphan)
    {
        if (policy is not null && orphan is not null)
        {
            throw ApiErrors.InvalidOptions(
                Kind, "propagationPolicy", "FieldValueInvalid",
                $"Invalid value: \"{policy}\": orphanDependents and deletionPropagation cannot be both set");
        }

        return policy switch
        {
            nameof(PropagationPolicy.Background) => PropagationPolicy.Background,
            nameof(PropagationPolicy.Foreground) => PropagationPolicy.Foreground,
            nameof(PropagationPolicy.Orphan) => PropagationPolicy.Orphan,
            null => orphan switch { true => PropagationPolicy.Orphan, false => PropagationPolicy.Background, null => null },
            _ => throw ApiErrors.InvalidOptions(
                Kind, "propagationPolicy", "FieldValueNotSupported",
                $"Unsupported value: \"{policy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""),
        };
    }
}

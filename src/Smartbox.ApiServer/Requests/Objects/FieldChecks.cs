using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Requests.Bodies;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>What is said of fields that the kind does not know, or that were sent twice.</summary>
internal static class FieldChecks
{
    /// <summary>The findings in the order of kube-apiserver's decoder, in its words.</summary>
    public static IReadOnlyList<string> Describe(ParsedBody body, IEnumerable<string> unknown) =>
        [.. body.Duplicates.Select(path => $"duplicate field \"{path}\""), .. unknown.Select(path => $"unknown field \"{path}\"")];

    /// <exception cref="ApiException">400 when there are findings and they are errors.</exception>
    public static void Report(ResourceType type, IReadOnlyList<string> findings, FieldValidation validation, ICollection<string> warnings)
    {
        if (findings.Count == 0 || validation == FieldValidation.Ignore)
        {
            return;
        }

        if (validation == FieldValidation.Strict)
        {
            throw ApiErrors.BadRequest(
                $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: {string.Join(", ", findings)}");
        }

        foreach (var finding in findings)
        {
            warnings.Add(finding);
        }
    }
}

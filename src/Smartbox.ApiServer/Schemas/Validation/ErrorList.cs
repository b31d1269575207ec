using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>What has been found, each thing once.</summary>
internal sealed class ErrorList
{
    // Where the API server loses the path it prints a nil pointer.
    private const string NoPath = "<nil>";

    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>How many values have been looked at; of several alternatives that are all wrong, the one that goes deepest is told.</summary>
    public int Checks { get; set; }

    public void AddRange(ErrorList other)
    {
        foreach (var error in other._errors)
        {
            Add(error);
        }
    }

    public void Add(FieldError error)
    {
        if (!_errors.Contains(error))
        {
            _errors.Add(error);
        }
    }

    public void Invalid(FieldPath path, string value, string message) => Add(new FieldError(path.ToString(), "FieldValueInvalid", $"Invalid value: {value}: {message}"));

    public void Invalid(FieldPath path, JsonNode? value, string message) => Invalid(path, GoText.Value(value), $"{path} in body {message}");

    public void InvalidWithoutPath(string message) => Add(new FieldError(NoPath, "FieldValueInvalid", $"Invalid value: \"\": {message}"));

    public void WrongType(FieldPath path, string wanted, string found)
    {
        var quoted = GoText.Quote(found);
        Add(new FieldError(path.ToString(), "FieldValueTypeInvalid", $"Invalid value: {quoted}: {path} in body must be of type {wanted}: {quoted}"));
    }

    public void Required(FieldPath path, string? detail = null) =>
        Add(new FieldError(path.ToString(), "FieldValueRequired", detail is null ? "Required value" : $"Required value: {detail}"));

    public void Forbidden(FieldPath path, string detail) => Add(new FieldError(path.ToString(), "FieldValueForbidden", $"Forbidden: {detail}"));

    public void TooLong(FieldPath path, long maximum) => Add(new FieldError(path.ToString(), "FieldValueTooLong", $"Too long: may not be more than {Count(maximum, "byte")}"));

    public void TooMany(FieldPath path, int count, long maximum) =>
        Add(new FieldError(path.ToString(), "FieldValueTooMany", $"Too many: {count}: must have at most {Count(maximum, "item")}"));

    public void Unsupported(FieldPath path, JsonNode? value, IEnumerable<JsonNode?> supported)
    {
        var names = supported.Select(one => GoText.Quote(JsonScalars.IsText(one, out var text) ? text : GoText.Value(one)));
        Add(new FieldError(path.ToString(), "FieldValueNotSupported", $"Unsupported value: {GoText.Value(value)}: supported values: {string.Join(", ", names)}"));
    }

    public void Duplicate(FieldPath path, JsonNode? value) => Add(new FieldError(path.ToString(), "FieldValueDuplicate", $"Duplicate value: {GoText.Value(value)}"));

    private static string Count(long number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}

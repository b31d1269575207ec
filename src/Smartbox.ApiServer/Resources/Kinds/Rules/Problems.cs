using System.Collections;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Resources.Kinds.Rules;

/// <summary>What is wrong with an object, in the words of apimachinery's <c>field.Error</c>.</summary>
internal sealed class Problems : IEnumerable<FieldError>
{
    private readonly List<FieldError> found = [];

    public int Count => found.Count;

    public void Required(Place place, string? detail = null) => Add(place, "FieldValueRequired", detail is null ? "Required value" : $"Required value: {detail}");

    public void Invalid(Place place, string detail) => Invalid(place, place.Node, detail);

    public void Invalid(Place place, JsonNode? value, string detail) => Add(place, "FieldValueInvalid", $"Invalid value: {Show(value)}: {detail}");

    /// <summary>As <see cref="Invalid(Place, string)"/>, of a map: one that is absent is null.</summary>
    public void InvalidMap(Place place, string detail) => Add(place, "FieldValueInvalid", $"Invalid value: {(place.Exists ? Show(place.Node) : "null")}: {detail}");

    public void Forbidden(Place place, string detail) => Add(place, "FieldValueForbidden", $"Forbidden: {detail}");

    public void NotFound(Place place, string value) => Add(place, "FieldValueNotFound", $"Not found: \"{value}\"");

    public void Duplicate(Place place, JsonNode? value) => Add(place, "FieldValueDuplicate", $"Duplicate value: {Show(value)}");

    /// <summary>Text that is given must be one of these.</summary>
    public void OneOf(Place place, params ReadOnlySpan<string> allowed)
    {
        if (!place.Exists || allowed.Contains(place.Text)) return;
        Unsupported(place, place.Node, allowed);
    }

    public void Unsupported(Place place, JsonNode? value, params ReadOnlySpan<string> allowed) =>
        Add(place, "FieldValueNotSupported", $"Unsupported value: {Show(value)}: supported values: \"{string.Join("\", \"", allowed)}\"");

    /// <summary>Text that is there must keep a rule of names.</summary>
    public void Name(Place place, Func<string, IEnumerable<string>> rule)
    {
        foreach (var wrong in rule(place.Text)) Invalid(place, place.Text, wrong);
    }

    /// <summary>A number that is given must lie in a range.</summary>
    public void Between(Place place, long least, long most)
    {
        if (place.Exists && (place.Number < least || place.Number > most)) Invalid(place, $"must be between {least} and {most}, inclusive");
    }

    public void AtLeastZero(Place place)
    {
        if (place.Number < 0) Invalid(place, "must be greater than or equal to 0");
    }

    public IEnumerator<FieldError> GetEnumerator() => found.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(Place place, string reason, string message)
    {
        var error = new FieldError(place.Path, reason, message);
        // The same thing may be seen by a rule of the kind and by that of its schema.
        if (!found.Contains(error)) found.Add(error);
    }

    public void AddRange(IEnumerable<FieldError> errors)
    {
        foreach (var error in errors)
            if (!found.Contains(error)) found.Add(error);
    }

    private static string Show(JsonNode? value) => value is null ? "\"\"" : value.ToJsonString(Text.Relaxed);
}

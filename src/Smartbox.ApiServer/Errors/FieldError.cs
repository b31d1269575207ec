namespace Smartbox.ApiServer.Errors;

/// <summary>One wrong field, as in <c>field.Error</c> of apimachinery.</summary>
/// <param name="Path">Path such as <c>spec.containers[0].name</c>.</param>
/// <param name="Reason">The cause's reason: <c>FieldValueInvalid</c>, <c>FieldValueRequired</c>, <c>FieldValueNotSupported</c>, <c>FieldValueTypeInvalid</c>, …</param>
/// <param name="Message">The whole message after the path, such as <c>Invalid value: "x": must be …</c>.</param>
internal sealed record FieldError(string Path, string Reason, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

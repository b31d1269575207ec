namespace Smartbox.ApiServer.Schemas;

/// <summary>A CEL rule of a schema.</summary>
/// <param name="Rule">Expression; <c>self</c> is the value, <c>oldSelf</c> the value before.</param>
/// <param name="Message">What is said when it is false.</param>
/// <param name="MessageExpression">An expression that makes the message.</param>
/// <param name="Reason">One of <c>FieldValueInvalid</c> (also null), <c>FieldValueForbidden</c>, <c>FieldValueRequired</c>, <c>FieldValueDuplicate</c>.</param>
/// <param name="FieldPath">Relative path that the error names instead, such as <c>.spec.size</c>.</param>
/// <param name="HasOptionalOldSelf"><c>optionalOldSelf</c>.</param>
internal sealed record ValidationRule(
    string Rule, string? Message = null, string? MessageExpression = null, string? Reason = null, string? FieldPath = null, bool HasOptionalOldSelf = false);

namespace Smartbox.Operator.Status;

/// <summary>Why a box cannot have its pod.</summary>
/// <param name="Reason">CamelCase.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="NeedsPerson">Nothing will change by waiting.</param>
internal sealed record Problem(string Reason, string Message, bool NeedsPerson = true);

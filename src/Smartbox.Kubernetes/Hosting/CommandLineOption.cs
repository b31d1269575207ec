namespace Smartbox.Kubernetes.Hosting;

/// <summary>One option of a program, with or without a value in its options class.</summary>
/// <param name="Flag">Without the dashes.</param>
/// <param name="Variable">Environment variable of the same meaning.</param>
/// <param name="Value">What kind of value it takes, such as <c>NUMBER</c>; shown in the help and in errors.</param>
/// <param name="Description">A sentence, with the default.</param>
/// <param name="Apply">Sets it; a <see cref="FormatException"/>, <see cref="ArgumentException"/> or <see cref="OverflowException"/> refuses the text.</param>
public sealed record CommandLineOption<TOptions>(string Flag, string Variable, string Value, string Description, Action<TOptions, string> Apply);

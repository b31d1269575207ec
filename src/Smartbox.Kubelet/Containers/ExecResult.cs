namespace Smartbox.Kubelet.Containers;

/// <summary>How a command in a container ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The beginning of what it printed.</param>
internal readonly record struct ExecResult(int ExitCode, string Output);

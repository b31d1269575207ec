namespace Smartbox.Kubernetes.Hosting;

/// <summary>What is wrong with a program's flags and variables, a line each.</summary>
public sealed class CommandLineException(string message) : Exception(message);

namespace Smartbox.Gateway.Hosting;

/// <summary>The program was started with options that make no sense.</summary>
internal sealed class OptionsException(string message) : Exception(message);

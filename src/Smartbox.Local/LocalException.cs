namespace Smartbox.Local;

/// <summary>What a local installation cannot do, in sentences for the person who asked.</summary>
public sealed class LocalException(string message, Exception? inner = null) : Exception(message, inner);

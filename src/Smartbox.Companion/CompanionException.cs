namespace Smartbox.Companion;

/// <summary>Something that the companion cannot do, said in a sentence that may be shown to the user.</summary>
internal class CompanionException(string message, Exception? inner = null) : Exception(message, inner);

namespace Smartbox.Api.Schema;

/// <summary>Text of a bounded length.</summary>
public sealed class TextAttribute(int maxLength) : StringAttribute(maxLength);

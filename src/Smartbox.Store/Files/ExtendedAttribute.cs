namespace Smartbox.Store.Files;

/// <summary>An extended attribute; the name is UTF-8 in practice, such as <c>user.comment</c>.</summary>
internal sealed record ExtendedAttribute(string Name, byte[] Value);

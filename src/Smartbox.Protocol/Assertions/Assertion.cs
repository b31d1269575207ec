namespace Smartbox.Protocol.Assertions;

/// <summary>What a gateway or an operator says of a call to one box, signed, for one minute.</summary>
/// <param name="BoxUid">UID of the <c>Smartbox</c> (claim <c>aud</c>).</param>
/// <param name="Epoch">The pod start it is meant for (claim <c>epoch</c>).</param>
/// <param name="Subject">The caller: a user, or the operator itself (claim <c>sub</c>).</param>
/// <param name="Role"><c>Viewer</c>, <c>User</c>, <c>Operator</c> or <c>Owner</c> (claim <c>role</c>).</param>
public sealed record Assertion(string BoxUid, long Epoch, string Subject, string Role);

namespace Smartbox.Companion.Conversation;

/// <summary>One message of the user that is to be answered.</summary>
/// <param name="Seq">Its place in the order of all messages.</param>
/// <param name="Session">Where it was said.</param>
/// <param name="Run">The name of the turn.</param>
/// <param name="Text">What was said.</param>
/// <param name="AskedAt">When it came first: an interrupted turn that runs again still means that "now".</param>
/// <param name="Answer">The stored answer, when there is one already.</param>
internal sealed record Turn(long Seq, string Session, string Run, string Text, DateTimeOffset AskedAt, string? Answer);

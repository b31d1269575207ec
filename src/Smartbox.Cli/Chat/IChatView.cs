using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Chat;

/// <summary>Shows a conversation as it happens. Called by one caller at a time.</summary>
internal interface IChatView
{
    /// <summary>The box is not ready yet, or is again.</summary>
    void State(BoxState state);

    /// <summary>The connection was lost; it is tried again after the delay.</summary>
    void Reconnecting(string reason, TimeSpan delay);

    /// <summary>The connection is there.</summary>
    void Connected();

    /// <summary>An event of the session.</summary>
    /// <param name="next">The event.</param>
    /// <param name="isPast">It is shown from the history.</param>
    void Event(Event next, bool isPast);
}

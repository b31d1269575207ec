namespace Smartbox.Companion.Reminders;

/// <summary>Something to be said in a session at a time.</summary>
internal sealed record Reminder(string Id, string Session, string Text, DateTimeOffset DueAt);

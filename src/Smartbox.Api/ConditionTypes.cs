namespace Smartbox.Api;

/// <summary>Condition types of a <c>Smartbox</c>; see the reasons in <see cref="Reasons"/>.</summary>
public static class ConditionTypes
{
    public const string Ready = "Ready";
    public const string Reconciling = "Reconciling";
    public const string Stalled = "Stalled";
    public const string StateReady = "StateReady";
    public const string BackupCurrent = "BackupCurrent";
    public const string UpToDate = "UpToDate";
}

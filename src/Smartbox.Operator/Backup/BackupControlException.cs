namespace Smartbox.Operator.Backup;

/// <summary>A backup container did not do what it was asked; the message says why in a few words.</summary>
internal sealed class BackupControlException(string message, Exception? innerException = null) : Exception(message, innerException);

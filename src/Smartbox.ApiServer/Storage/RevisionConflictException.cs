namespace Smartbox.ApiServer.Storage;

/// <summary>A write expected another version than the stored one.</summary>
internal sealed class RevisionConflictException(ObjectKey key, StoredObject? stored) : Exception($"{key} is of another revision.")
{
    /// <summary>What is stored; null when nothing is.</summary>
    public StoredObject? Stored => stored;
}

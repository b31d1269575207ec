namespace Smartbox.Store.Snapshots;

/// <summary>What a walk counted and what it has to say.</summary>
internal sealed class SnapshotTally
{
    private const int MostSentences = 100;

    private readonly List<string> _dirtyPaths = [];
    private readonly List<string> _warnings = [];

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public long NewFiles { get; private set; }

    public long ChangedFiles { get; private set; }

    public long UnchangedFiles => Files - NewFiles - ChangedFiles;

    public IReadOnlyList<string> DirtyPaths => _dirtyPaths;

    public IReadOnlyList<string> Warnings => _warnings;

    public void CountFile(long bytes, bool isNew = false, bool isChanged = false)
    {
        Files++;
        Bytes += bytes;
        NewFiles += isNew ? 1 : 0;
        ChangedFiles += isChanged ? 1 : 0;
    }

    public void AddDirty(string path)
    {
        if (_dirtyPaths.Count < MostSentences)
            _dirtyPaths.Add(path);
    }

    public void Warn(string sentence)
    {
        if (_warnings.Count < MostSentences)
            _warnings.Add(sentence);
    }
}

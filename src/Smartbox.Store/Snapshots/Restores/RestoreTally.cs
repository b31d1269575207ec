namespace Smartbox.Store.Snapshots.Restores;

/// <summary>What a restore counted and what it has to say.</summary>
internal sealed class RestoreTally
{
    private const int MostSentences = 100;
    private const int MostDamagedPaths = 50;

    private readonly List<string> _damagedPaths = [];
    private readonly List<string> _damagedDatabases = [];
    private readonly List<string> _warnings = [];
    private int _damaged;

    public long Files { get; set; }

    public long Bytes { get; set; }

    public bool IsDamaged => _damaged > 0;

    public IReadOnlyList<string> DamagedDatabases => _damagedDatabases;

    public IReadOnlyList<string> Warnings => _warnings;

    public void AddDamaged(string path)
    {
        if (_damaged++ < MostDamagedPaths)
            _damagedPaths.Add(path);
    }

    public void AddDamagedDatabase(string sentence) => Add(_damagedDatabases, sentence);

    public void Warn(string sentence) => Add(_warnings, sentence);

    /// <summary>All damaged paths, as far as they are named.</summary>
    public string DescribeDamage() =>
        string.Join(", ", _damagedPaths) + (_damaged > _damagedPaths.Count ? $" and {_damaged - _damagedPaths.Count} more" : "");

    private static void Add(List<string> sentences, string sentence)
    {
        if (sentences.Count < MostSentences)
            sentences.Add(sentence);
    }
}

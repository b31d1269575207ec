using Smartbox.Protocol;

namespace Smartbox.Companion.Configuration;

/// <summary>The box's configuration: a folder with one file a key (a mounted ConfigMap), read again for each turn, so that a change needs no restart.</summary>
internal sealed class BoxConfig(string folder)
{
    /// <summary>Longest value that is taken; the rest is cut off.</summary>
    public const int MaxValueLength = 16 * 1024;

    /// <summary>What the folder holds now. A missing folder is an empty configuration.</summary>
    public BoxConfigValues Read()
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            return new BoxConfigValues(values);
        }

        foreach (var path in Directory.EnumerateFiles(folder))
        {
            // A mounted ConfigMap keeps its versions beside the keys, in names that start with two dots.
            if (!Path.GetFileName(path).StartsWith("..", StringComparison.Ordinal) && ReadFile(path) is { } text)
            {
                values[Path.GetFileName(path)] = text;
            }
        }

        return new BoxConfigValues(values);
    }

    private static string? ReadFile(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[MaxValueLength];
            return new string(buffer, 0, reader.ReadBlock(buffer)).Trim();
        }
        catch (IOException)
        {
            // The kubelet swaps the folder's content by a rename; a key that went in this moment is not there.
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Values by key.</summary>
internal sealed record BoxConfigValues(IReadOnlyDictionary<string, string> All)
{
    public string? Instructions => Get(PodContract.InstructionsFile);

    public string? ModelEndpoint => Get("modelEndpoint");

    public string? ModelName => Get("modelName");

    /// <summary>The zone of the key <c>timeZone</c> (an IANA name), UTC without one or with an unknown one.</summary>
    public TimeZoneInfo TimeZone =>
        Get("timeZone") is { Length: > 0 } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>What the model is told: everything that is not addressed to the program.</summary>
    public IEnumerable<KeyValuePair<string, string>> ForTheModel =>
        All.Where(value => value.Key is not (PodContract.InstructionsFile or "modelEndpoint" or "modelName"));

    private string? Get(string key) => All.GetValueOrDefault(key);
}

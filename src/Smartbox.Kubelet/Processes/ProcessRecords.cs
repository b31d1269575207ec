namespace Smartbox.Kubelet.Processes;

/// <summary>Files that name the running processes: the <c>/proc/PID/stat</c> line of each, in a folder of this boot.</summary>
internal sealed class ProcessRecords
{
    private readonly string _folder;

    public ProcessRecords(string folder)
    {
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        _folder = Path.Combine(folder, boot);
        Directory.CreateDirectory(_folder);

        // Nothing of an earlier boot runs.
        foreach (var other in Directory.EnumerateDirectories(folder).Where(f => f != _folder))
        {
            Directory.Delete(other, recursive: true);
        }
    }

    public string FileOf(string podUid, string container) => Path.Combine(_folder, $"{podUid}_{container}");

    public void Remove(string podUid, string container) => File.Delete(FileOf(podUid, container));

    /// <summary>The processes that still run: those of the records and those of their sessions.</summary>
    public IReadOnlyList<ProcStat> Running()
    {
        var records = Directory.EnumerateFiles(_folder).Select(f => ProcStat.Parse(File.ReadAllText(f))).OfType<ProcStat>().ToDictionary(r => r.Pid);
        if (records.Count == 0)
        {
            return [];
        }

        var all = ProcStat.All().Where(p => !p.IsZombie).ToDictionary(p => p.Pid);
        return
        [
            .. all.Values.Where(p => records.TryGetValue(p.Session, out var record)
                // A leader that started at another time is a stranger with the same number, and its session too.
                && (all.TryGetValue(p.Session, out var leader) ? leader.StartTime == record.StartTime : p.StartTime >= record.StartTime)),
            // One that has not become a session's leader yet.
            .. records.Values.Where(r => all.TryGetValue(r.Pid, out var p) && p.StartTime == r.StartTime && p.Session != r.Pid).Select(r => all[r.Pid]),
        ];
    }

    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            File.Delete(file);
        }
    }
}

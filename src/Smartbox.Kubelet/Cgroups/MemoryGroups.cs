namespace Smartbox.Kubelet.Cgroups;

/// <summary>The part of the cgroup tree in which this kubelet may make groups with a memory limit.</summary>
internal sealed class MemoryGroups
{
    private readonly string _root;
    private readonly bool _isV2;

    private MemoryGroups(string root, bool isV2)
    {
        _root = root;
        _isV2 = isV2;
    }

    /// <summary>Tries the places there are, with a group that is made and taken away again.</summary>
    /// <param name="name">Of the folder that holds the containers' groups.</param>
    /// <param name="obstacle">Why there is none, for a person.</param>
    public static MemoryGroups? TryCreate(string name, out string obstacle)
    {
        obstacle = "no cgroup with a memory controller is mounted";
        foreach (var (folder, isV2) in Places(File.ReadAllLines("/proc/self/cgroup"), File.ReadAllLines("/proc/self/mountinfo")))
        {
            var groups = new MemoryGroups(Path.Combine(folder, name), isV2);
            try
            {
                groups.Prepare(folder);
                return groups;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                obstacle = e.Message;
            }
        }

        return null;
    }

    /// <exception cref="IOException">The kernel does not make the group.</exception>
    public MemoryGroup Create(string podUid, string container, long limit)
    {
        var folder = Path.Combine(_root, $"{podUid}_{container}");
        if (Directory.Exists(folder))
        {
            // Its counters belong to an earlier run.
            Directory.Delete(folder);
        }

        Directory.CreateDirectory(folder);
        var group = new MemoryGroup(folder, _isV2);
        group.Limit(limit);
        return group;
    }

    public void Remove()
    {
        foreach (var folder in Directory.Exists(_root) ? Directory.GetDirectories(_root) : [])
        {
            new MemoryGroup(folder, _isV2).TryRemove();
        }

        new MemoryGroup(_root, _isV2).TryRemove();
    }

    /// <summary>This process's own groups, and for version 2 the one above too: a group that holds processes may not have limited children.</summary>
    internal static IEnumerable<(string Folder, bool IsV2)> Places(IEnumerable<string> self, IReadOnlyCollection<string> mounts)
    {
        foreach (var parts in self.Select(line => line.Split(':', 3)).Where(p => p.Length == 3))
        {
            var isV2 = parts[0] == "0" && parts[1].Length == 0;
            if (!isV2 && !parts[1].Split(',').Contains("memory"))
            {
                continue;
            }

            // mountinfo (proc(5)): … root mount-point options - type source super-options
            foreach (var mount in mounts)
            {
                var halves = mount.Split(" - ", 2);
                var fields = halves[0].Split(' ');
                var kind = halves.Length == 2 ? halves[1].Split(' ') : [];
                if (kind.Length < 3 || kind[0] != (isV2 ? "cgroup2" : "cgroup") || (!isV2 && !kind[2].Split(',').Contains("memory")))
                {
                    continue;
                }

                var own = Path.Join(fields[4], fields[3] == "/" ? parts[2] : Path.GetRelativePath(fields[3], parts[2]));
                yield return (Path.GetFullPath(own), isV2);
                if (isV2 && parts[2] != "/")
                {
                    yield return (Path.GetDirectoryName(Path.GetFullPath(own))!, isV2);
                }
            }
        }
    }

    private void Prepare(string parent)
    {
        Remove();
        Directory.CreateDirectory(_root);
        try
        {
            if (_isV2)
            {
                if (!File.ReadAllText(Path.Combine(parent, "cgroup.subtree_control")).Split([' ', '\n']).Contains("memory"))
                {
                    File.WriteAllText(Path.Combine(parent, "cgroup.subtree_control"), "+memory");
                }

                File.WriteAllText(Path.Combine(_root, "cgroup.subtree_control"), "+memory");
            }
            else
            {
                // Without it the kernel counts each level by itself.
                var hierarchy = Path.Combine(_root, "memory.use_hierarchy");
                if (File.Exists(hierarchy) && File.ReadAllText(hierarchy).Trim() != "1")
                {
                    File.WriteAllText(hierarchy, "1");
                }
            }

            Create("probe", "probe", 64 << 20).TryRemove();
        }
        catch
        {
            Remove();
            throw;
        }
    }
}

using System.Globalization;
using Smartbox.Kubelet.Processes;

namespace Smartbox.Kubelet.Cgroups;

/// <summary>The cgroup of one container.</summary>
internal sealed class MemoryGroup(string folder, bool isV2)
{
    public string Processes => Path.Combine(folder, "cgroup.procs");

    /// <summary>True when the kernel ended a process of the group for want of memory.</summary>
    public bool HasOomKilled
    {
        get
        {
            var line = File.ReadLines(Path.Combine(folder, isV2 ? "memory.events" : "memory.oom_control"))
                .FirstOrDefault(l => l.StartsWith("oom_kill ", StringComparison.Ordinal));
            return line is not null && long.Parse(line.AsSpan(9), CultureInfo.InvariantCulture) > 0;
        }
    }

    public void Limit(long bytes)
    {
        var value = bytes.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, isV2 ? "memory.max" : "memory.limit_in_bytes"), value);

        // Swap would only make it slow before the end; a kernel that does not count swap has neither file.
        WriteIfThere(isV2 ? "memory.swap.max" : "memory.memsw.limit_in_bytes", isV2 ? "0" : value);
        if (isV2)
        {
            // The container ends as a whole, as on a cluster.
            WriteIfThere("memory.oom.group", "1");
        }
    }

    /// <summary>Ends what is still in the group.</summary>
    public void Kill()
    {
        foreach (var line in File.ReadLines(Processes))
        {
            Libc.Send(int.Parse(line, CultureInfo.InvariantCulture), Libc.SigKill);
        }
    }

    /// <returns>False while the kernel still holds processes that are ending.</returns>
    public bool TryRemove()
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void WriteIfThere(string name, string value)
    {
        var file = Path.Combine(folder, name);
        if (File.Exists(file))
        {
            try
            {
                File.WriteAllText(file, value);
            }
            // A kernel without swap accounting has the file and refuses the write; the memory limit stands.
            catch (IOException)
            {
            }
        }
    }
}

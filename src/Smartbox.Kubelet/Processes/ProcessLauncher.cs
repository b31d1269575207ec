using System.Diagnostics;

namespace Smartbox.Kubelet.Processes;

/// <summary>Starts processes, each as the leader of a session of its own, so that a Ctrl-C in the terminal does not reach it.</summary>
/// <remarks>
/// A shell joins the cgroup, writes the record and becomes the program without changing its number, so that there is no moment at which the
/// program runs and no record names it.
/// </remarks>
internal sealed class ProcessLauncher
{
    private const string Shell = "/bin/sh";

    // read and echo are built in: no other process is involved.
    private const string Script =
        """
        if [ -n "$1" ]; then echo $$ >"$1" || exit 125; fi
        if [ -n "$2" ]; then IFS= read -r stat </proc/$$/stat && echo "$stat" >"$2" || exit 125; fi
        setsid=$3; shift 3
        exec "$setsid" "$@"
        """;

    private readonly string _setsid;

    /// <exception cref="KubeletException">A program of the system is missing.</exception>
    public ProcessLauncher()
    {
        if (!File.Exists(Shell))
        {
            throw new KubeletException($"{Shell} is missing; containers are started through it.");
        }

        _setsid = PathSearch.Find("setsid")
            ?? throw new KubeletException("The program setsid is missing; it gives each container a session of its own. It belongs to the package util-linux.");
    }

    /// <exception cref="KubeletException">The system does not start it.</exception>
    public RunningProcess Start(ProcessRequest request)
    {
        var start = new ProcessStartInfo(Shell)
        {
            WorkingDirectory = request.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-c", Script, "sh", request.Cgroup ?? "", request.Record ?? "", _setsid, request.Program, .. request.Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        try
        {
            var running = new RunningProcess(process);
            running.Start();
            return running;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            process.Dispose();
            throw new KubeletException($"{request.Program} could not be started: {e.Message}", e);
        }
    }
}

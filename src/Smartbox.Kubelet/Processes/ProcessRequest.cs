namespace Smartbox.Kubelet.Processes;

/// <summary>A process to start.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">All variables that it has.</param>
/// <param name="WorkingDirectory">Where it starts.</param>
internal sealed record ProcessRequest(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory)
{
    /// <summary>File that names the process while it runs; null for one that does not outlive its caller.</summary>
    public string? Record { get; init; }

    /// <summary><c>cgroup.procs</c> of the group that it joins.</summary>
    public string? Cgroup { get; init; }
}

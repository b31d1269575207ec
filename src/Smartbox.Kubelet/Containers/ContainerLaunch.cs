using k8s.Models;
using Smartbox.Kubelet.Processes;

namespace Smartbox.Kubelet.Containers;

/// <summary>All that is needed to run a container once.</summary>
/// <param name="Container">Its spec.</param>
/// <param name="PodUid">Whose it is.</param>
/// <param name="Address">The pod's address.</param>
/// <param name="Process">Its process, without record and cgroup.</param>
/// <param name="Commands">Turns a command of the container into a process beside it.</param>
/// <param name="LogFile">Where its output goes.</param>
/// <param name="TerminationFile">Where it leaves its termination message.</param>
internal sealed record ContainerLaunch(
    V1Container Container,
    string PodUid,
    string Address,
    ProcessRequest Process,
    Func<IList<string>, ProcessRequest> Commands,
    string LogFile,
    string TerminationFile);

namespace Smartbox.Kubelet.Probes;

/// <summary>What a probe decides.</summary>
internal enum ProbeKind
{
    Startup,
    Liveness,
    Readiness,
}

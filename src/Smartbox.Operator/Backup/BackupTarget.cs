using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Backup;

/// <summary>Where one pod's backup container is and how it proves itself.</summary>
/// <param name="Address">IP address of the pod.</param>
/// <param name="BoxUid">UID of the box.</param>
/// <param name="Epoch">Number of this pod start.</param>
/// <param name="CertificatePin">Fingerprint of its certificate.</param>
internal sealed record BackupTarget(string Address, string BoxUid, long Epoch, string CertificatePin)
{
    /// <returns>Null while the container cannot be asked.</returns>
    public static BackupTarget? Of(SmartboxResource box, V1Pod pod) =>
        pod.RunsBackup() && pod.Epoch() is { } epoch && pod.Annotation(Labels.CertificatePin) is { } pin
            ? new BackupTarget(pod.Status.PodIP, box.Metadata.Uid, epoch, pin)
            : null;
}

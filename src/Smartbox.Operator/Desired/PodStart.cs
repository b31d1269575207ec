namespace Smartbox.Operator.Desired;

/// <summary>What distinguishes one start of a box's pod from the others.</summary>
/// <param name="Epoch">Number of the start.</param>
/// <param name="ExpectState">The bucket is known to hold a snapshot: restore then never starts the box empty.</param>
/// <param name="CertificatePin">Fingerprint of the box's certificate.</param>
/// <param name="RestartsBefore">Failures counted before this pod; its own come on top.</param>
internal sealed record PodStart(long Epoch, bool ExpectState, string CertificatePin, int RestartsBefore);

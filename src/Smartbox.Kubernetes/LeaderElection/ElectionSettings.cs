namespace Smartbox.Kubernetes.LeaderElection;

/// <inheritdoc cref="Controllers.OperatorSettings"/>
internal sealed record ElectionSettings(string Name, string Identity, TimeSpan LeaseDuration, TimeSpan RenewDeadline, TimeSpan RetryPeriod);

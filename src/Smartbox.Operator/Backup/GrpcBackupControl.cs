using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Smartbox.Operator.Installation;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.Control.V1;

namespace Smartbox.Operator.Backup;

/// <summary>Calls pods over TLS, pinned to the box's certificate, with an assertion signed by the operator. A connection lives for one call.</summary>
internal sealed class GrpcBackupControl(InstallationKeys keys, BackupOptions options, TimeProvider time, int port = PodContract.ControlPort) : IBackupControl
{
    /// <summary>Whom the backup container sees.</summary>
    private const string Subject = "smartbox-operator";

    private const string Role = "Operator";

    public Task<BackupReport> GetStatusAsync(BackupTarget target, CancellationToken cancellationToken) =>
        CallAsync(target, options.StatusTimeout, (client, call) => client.GetStatusAsync(new GetStatusRequest(), call), cancellationToken);

    public Task<BackupReport> SnapshotNowAsync(BackupTarget target, string reason, CancellationToken cancellationToken) => CallAsync(
        target, options.SnapshotTimeout, (client, call) => client.SnapshotNowAsync(new SnapshotNowRequest { Reason = reason }, call), cancellationToken);

    private async Task<BackupReport> CallAsync(
        BackupTarget target, TimeSpan timeout, Func<BackupService.BackupServiceClient, CallOptions, AsyncUnaryCall<BackupStatus>> call, CancellationToken cancellationToken)
    {
        var installation = await keys.GetAsync(cancellationToken);
        var assertion = new AssertionSigner(AssertionIssuers.Operator, installation.Operator, time)
            .Sign(new Assertion(target.BoxUid, target.Epoch, Subject, Role));
        using var handler = Handler(target);
        using var channel = GrpcChannel.ForAddress(Address(target), new GrpcChannelOptions { HttpHandler = handler });
        using var deadline = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var status = await call(
                new BackupService.BackupServiceClient(channel),
                new CallOptions(new Metadata { { PodContract.AssertionMetadata, assertion } }, cancellationToken: stop.Token));
            return Read(status);
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new BackupControlException(
                deadline.IsCancellationRequested ? $"no answer within {timeout.TotalSeconds:0} s" : Describe(e), e);
        }
    }

    /// <summary>Details of refusals are the container's own words; those of a broken connection name sockets and change from call to call.</summary>
    private static string Describe(RpcException e) =>
        e.StatusCode is StatusCode.Unavailable && e.InnerException is not null || e.Status.Detail is not { Length: > 0 }
            ? e.StatusCode.ToString()
            : $"{e.StatusCode}: {e.Status.Detail}";

    private static SocketsHttpHandler Handler(BackupTarget target) => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            TargetHost = target.BoxUid,
            // Trust is the fingerprint on the pod, which only the operator may write; names and authorities do not count.
            RemoteCertificateValidationCallback = (_, certificate, _, _) => CertificatePin.Matches(target.CertificatePin, certificate as X509Certificate2),
        },
    };

    private Uri Address(BackupTarget target) => new(
        IPAddress.Parse(target.Address).AddressFamily == AddressFamily.InterNetworkV6
            ? $"https://[{target.Address}]:{port}"
            : $"https://{target.Address}:{port}");

    private static BackupReport Read(BackupStatus status) => new()
    {
        State = status.State switch
        {
            BackupStatus.Types.State.Current => BackupState.Current,
            BackupStatus.Types.State.Pending => BackupState.Pending,
            BackupStatus.Types.State.Uploading => BackupState.Uploading,
            BackupStatus.Types.State.Failing => BackupState.Failing,
            BackupStatus.Types.State.Held => BackupState.Held,
            _ => BackupState.Unknown,
        },
        LastSnapshot = status.LastSnapshot is { } last
            ? new BackupSnapshot(last.Id, last.Time?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch, (long)last.Bytes, (long)last.Files)
            : null,
        OldestPendingChange = status.OldestPendingChange?.ToDateTimeOffset(),
        FirstRecoverable = status.FirstRecoverable?.ToDateTimeOffset(),
        Error = status.Error is { Length: > 0 } error ? error : null,
    };
}

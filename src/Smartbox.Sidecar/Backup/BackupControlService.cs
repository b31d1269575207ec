using Grpc.Core;
using Smartbox.Protocol.Control.V1;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Restore;

namespace Smartbox.Sidecar.Backup;

/// <summary>What the operator asks of the backup.</summary>
internal sealed class BackupControlService(BackupLoop loop, BackupState state, Snapshotter snapshotter) : BackupService.BackupServiceBase
{
    private const int MaxReasonLength = 32;

    public override Task<BackupStatus> GetStatus(GetStatusRequest request, ServerCallContext context) => Task.FromResult(Status());

    public override async Task<BackupStatus> SnapshotNow(SnapshotNowRequest request, ServerCallContext context)
    {
        var reason = request.Reason.Length == 0 ? SnapshotCall.Manual : request.Reason;
        if (reason is SnapshotChoice.HeldTag || reason.Length > MaxReasonLength || !reason.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"reason is 1 to {MaxReasonLength} lower-case letters, digits or dashes, and not '{SnapshotChoice.HeldTag}'"));
        }

        try
        {
            await loop.SnapshotNowAsync(reason, context.CancellationToken);
        }
        catch (SidecarException e)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, e.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The loop has logged it and tries again; its sentence is the answer.
            throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
        }

        return Status();
    }

    private BackupStatus Status() => state.ToStatus(snapshotter.Requests);
}

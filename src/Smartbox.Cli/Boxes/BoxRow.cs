using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Boxes;

/// <summary>One line of the table. Empty means unknown to this source and is shown as <c>&lt;none&gt;</c>.</summary>
internal sealed record BoxRow
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public string? Owner { get; init; }

    public string? Type { get; init; }

    public string? Tier { get; init; }

    public string? Ready { get; init; }

    public string? Reason { get; init; }

    public string? Power { get; init; }

    public DateTimeOffset? LastBackup { get; init; }

    public DateTimeOffset? Created { get; init; }

    public string? Node { get; init; }

    public string? Image { get; init; }

    public string? Restarts { get; init; }

    public string? Message { get; init; }

    public static BoxRow Of(SmartboxResource box)
    {
        var ready = box.Status?.Conditions?.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready);
        return new BoxRow
        {
            Namespace = box.Namespace(),
            Name = box.Name(),
            Owner = box.Spec.Owner,
            Type = box.Spec.Type ?? Names.DefaultType,
            Tier = box.Spec.Tier ?? Names.DefaultTier,
            // No condition yet is not the same as not ready.
            Ready = ready?.Status ?? "Unknown",
            Reason = ready?.Reason,
            Power = (box.Spec.Power?.Mode ?? PowerMode.AlwaysOn).ToString(),
            LastBackup = Utc(box.Status?.Backup?.LastSnapshot?.Time),
            Created = Utc(box.CreationTimestamp()),
            Node = box.Status?.Pod?.Node,
            Image = box.Status?.Pod?.Image,
            Restarts = box.Status?.Restarts?.ToString(),
            Message = ready?.Message,
        };
    }

    public static BoxRow Of(Box box) => new()
    {
        Namespace = box.Namespace,
        Name = box.Name,
        Owner = box.Owner,
        Type = box.Type,
        Tier = box.Tier,
        Ready = box.Ready ? "True" : "False",
        Reason = box.Reason,
        LastBackup = box.LastBackup?.ToDateTimeOffset(),
        Created = box.Created?.ToDateTimeOffset(),
        Message = box.Message,
    };

    private static DateTimeOffset? Utc(DateTime? time) =>
        time is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known.ToUniversalTime(), DateTimeKind.Utc)) : null;
}

using System.Text;

namespace Smartbox.Kubelet.Pods;

/// <summary>Durations as Kubernetes' messages have them: <c>10s</c>, <c>2m40s</c>.</summary>
internal static class GoDuration
{
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
        {
            return duration == TimeSpan.Zero ? "0s" : $"{duration.TotalMilliseconds}ms";
        }

        var text = new StringBuilder();
        if (duration.TotalHours >= 1)
        {
            text.Append((int)duration.TotalHours).Append('h');
        }

        if (duration.TotalMinutes >= 1)
        {
            text.Append(duration.Minutes).Append('m');
        }

        return text.Append(duration.Seconds + (duration.Milliseconds / 1000.0)).Append('s').ToString();
    }
}

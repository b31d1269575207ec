namespace Smartbox.ApiServer.Pods;

/// <summary>Which lines of which log: the query of <c>GET …/pods/NAME/log</c>.</summary>
public sealed record LogQuery(string Namespace, string Pod, string Container)
{
    public bool Follow { get; init; }

    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    public int? TailLines { get; init; }

    public long? LimitBytes { get; init; }

    public DateTimeOffset? Since { get; init; }
}

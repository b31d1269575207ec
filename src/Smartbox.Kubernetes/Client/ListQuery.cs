using System.Text;

namespace Smartbox.Kubernetes.Client;

/// <summary>The queries of a list and of the watch that follows it.</summary>
internal sealed record ListQuery(string CollectionPath, string? LabelSelector, int PageSize, string? FieldSelector = null)
{
    public string Page(string? next) => next is null
        ? Build($"limit={PageSize}")
        : Build($"limit={PageSize}&continue={Uri.EscapeDataString(next)}");

    /// <summary>All at once.</summary>
    public string Whole() => Build(null);

    public string Watch(string resourceVersion, int timeoutSeconds) =>
        Build($"watch=1&allowWatchBookmarks=true&resourceVersion={resourceVersion}&timeoutSeconds={timeoutSeconds}");

    private string Build(string? query)
    {
        var path = new StringBuilder(CollectionPath);
        var separator = '?';
        Append(query);
        Append(LabelSelector is null ? null : "labelSelector=" + Uri.EscapeDataString(LabelSelector));
        Append(FieldSelector is null ? null : "fieldSelector=" + Uri.EscapeDataString(FieldSelector));
        return path.ToString();

        void Append(string? part)
        {
            if (part is not null)
            {
                path.Append(separator).Append(part);
                separator = '&';
            }
        }
    }
}

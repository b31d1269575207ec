namespace Smartbox.Cli.Kube;

/// <summary>The query of a URL.</summary>
internal static class QueryText
{
    /// <summary>Those parts that are not null, with the question mark; empty when there is none.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new List<string>();
        foreach (var (name, value) in parts)
        {
            if (value is not null)
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return query.Count == 0 ? "" : "?" + string.Join('&', query);
    }
}

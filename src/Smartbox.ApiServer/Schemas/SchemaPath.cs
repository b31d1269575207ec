using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Smartbox.ApiServer.Schemas;

/// <summary>Simple JSON paths such as <c>.spec.size</c> or <c>.spec['a.b']</c>, followed in a schema.</summary>
internal static class SchemaPath
{
    /// <summary>Finds the schema that a path leads to.</summary>
    /// <param name="path">The path.</param>
    /// <param name="schema">Where it begins.</param>
    /// <param name="found">The schema there.</param>
    /// <param name="problem">Why there is none, in the API server's words.</param>
    /// <param name="steps">The path as an error shows it; null when it is not asked for.</param>
    public static bool TryResolve(string path, Schema schema, [NotNullWhen(true)] out Schema? found, out string problem, StringBuilder? steps = null)
    {
        found = schema;
        problem = "";
        var position = 0;
        while (position < path.Length)
        {
            if (!TryReadName(path, ref position, out var name, out problem))
            {
                return false;
            }

            var isNamed = found.Properties.Count > 0;
            var next = isNamed ? found.Properties.GetValueOrDefault(name) : found.AdditionalProperties;
            if (next is null)
            {
                problem = "does not refer to a valid field";
                return false;
            }

            found = next;
            _ = isNamed ? steps?.Append('.').Append(name) : steps?.Append('[').Append(name).Append(']');
        }

        return true;
    }

    private static bool TryReadName(string path, ref int position, out string name, out string problem)
    {
        name = "";
        problem = "unexpected end of JSON path";
        if (path[position] == '.')
        {
            var end = path.AsSpan(position + 1).IndexOfAny('.', '[', ']') is var length and >= 0 ? position + 1 + length : path.Length;
            name = path[(position + 1)..end];
            position = end;
            return name.Length > 0;
        }

        if (path[position] != '[')
        {
            problem = $"expected [ or . but got: {path[position..].Split('.', '[', ']')[0]}";
            return false;
        }

        var token = path[(position + 1)..];
        var close = token.IndexOf("']", StringComparison.Ordinal);
        if (!token.StartsWith('\'') || close < 1)
        {
            problem = $"expected single quoted string but got {token.Split(']', '.', '[')[0]}";
            return false;
        }

        name = token[1..close].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        position += close + 3;
        return true;
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Smartbox.ApiServer.Schemas.Expressions.Types;

/// <summary>Names of properties as expressions write them: what an identifier cannot have is escaped.</summary>
/// <remarks>Source: https://kubernetes.io/docs/reference/using-api/cel/#escaping.</remarks>
internal static partial class FieldNames
{
    private static readonly HashSet<string> s_reserved =
    [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
        "return", "var", "void", "while",
    ];

    /// <returns>Null when the name has characters for which there is no escape.</returns>
    public static string? Escape(string name)
    {
        if (s_reserved.Contains(name))
        {
            return $"__{name}__";
        }

        if (!Escapable().IsMatch(name))
        {
            return null;
        }

        return new StringBuilder(name).Replace("__", "__underscores__").Replace(".", "__dot__").Replace("-", "__dash__").Replace("/", "__slash__").ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_./-]*\z")]
    private static partial Regex Escapable();
}

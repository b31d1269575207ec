using System.Text;

namespace Smartbox.Conformance.Tests.Transcripts;

/// <summary>Shows by lines how two texts differ.</summary>
internal static class LineDifference
{
    private const int Longest = 80;

    public static string Of(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        // Longest common subsequence of the rest, as diff does it.
        var common = Enumerable.Range(0, left.Length + 1).Select(_ => new int[right.Length + 1]).ToArray();
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i][j] = left[i] == right[j] ? common[i + 1][j + 1] + 1 : Math.Max(common[i + 1][j], common[i][j + 1]);
            }
        }

        var lines = new List<string>();
        for (var (i, j) = (0, 0); i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                lines.Add("  " + left[i++]);
                j++;
            }
            else
            {
                lines.Add(i < left.Length && (j == right.Length || common[i + 1][j] >= common[i][j + 1]) ? "- " + left[i++] : "+ " + right[j++]);
            }
        }

        return Near(lines);
    }

    private static string Near(List<string> lines)
    {
        var text = new StringBuilder();
        var written = -1;
        var count = 0;
        for (var i = 0; i < lines.Count && count < Longest; i++)
        {
            if (!lines.Skip(Math.Max(0, i - 3)).Take(7).Any(line => line[0] != ' '))
            {
                continue;
            }

            text.Append(written >= 0 && written != i - 1 ? "  …\n" : "").Append(lines[i]).Append('\n');
            written = i;
            count++;
        }

        return text.ToString();
    }
}

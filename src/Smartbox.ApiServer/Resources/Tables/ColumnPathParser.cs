using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Tables;

/// <summary>Reads one path. A step makes of a value those below it.</summary>
internal sealed class ColumnPathParser(string path)
{
    private int position;

    private bool IsAtEnd => position == path.Length;

    public List<Func<JsonNode?, IEnumerable<JsonNode?>>> Parse()
    {
        // kubectl also takes paths in braces and from the root.
        if (path.StartsWith('{') && path.EndsWith('}')) return new ColumnPathParser(path[1..^1]).Parse();
        if (path.StartsWith('$')) position = 1;
        return ParseSteps(isInFilter: false);
    }

    private List<Func<JsonNode?, IEnumerable<JsonNode?>>> ParseSteps(bool isInFilter)
    {
        var steps = new List<Func<JsonNode?, IEnumerable<JsonNode?>>>();
        while (!IsAtEnd)
        {
            if (isInFilter && path[position] is ')' or ' ' or '=' or '!' or '<' or '>') break;
            switch (path[position])
            {
                case '.':
                    position++;
                    if (!IsAtEnd && path[position] == '.') throw Refuse("recursive descent is not supported");
                    if (!IsAtEnd && path[position] != '[') steps.Add(ParseField());
                    break;
                case '[':
                    position++;
                    steps.Add(ParseBracket());
                    break;
                default:
                    throw Refuse($"unexpected '{path[position]}'");
            }
        }
        return steps;
    }

    private Func<JsonNode?, IEnumerable<JsonNode?>> ParseField()
    {
        var name = new StringBuilder();
        while (!IsAtEnd && path[position] is not ('.' or '[' or ')' or ' ' or '=' or '!' or '<' or '>'))
        {
            if (path[position] == '\\' && position + 1 < path.Length) position++;
            name.Append(path[position++]);
        }
        if (name.Length == 0) throw Refuse("a field's name is missing");
        return name.ToString() == "*" ? Wildcard : Field(name.ToString());
    }

    private Func<JsonNode?, IEnumerable<JsonNode?>> ParseBracket()
    {
        if (IsAtEnd) throw Refuse("unterminated '['");
        if (path[position] is '\'' or '"')
        {
            var field = Field(ParseQuoted());
            Expect("]");
            return field;
        }
        if (path[position] == '?') return ParseFilter();

        var end = path.IndexOf(']', position);
        if (end < 0) throw Refuse("unterminated '['");
        var text = path[position..end];
        position = end + 1;
        if (text == "*") return Wildcard;
        var parts = text.Split(':');
        if (parts.Length > 3 || !parts.All(part => part.Length == 0 || int.TryParse(part, NumberStyles.AllowLeadingSign, null, out _)) || text.Length == 0)
            throw Refuse($"'{text}' is no index");
        int? Number(int index) => index < parts.Length && parts[index].Length > 0 ? int.Parse(parts[index], NumberStyles.AllowLeadingSign, null) : null;
        return parts.Length == 1 ? Slice(Number(0), null, 1, isOne: true) : Slice(Number(0), Number(1), Number(2) ?? 1, isOne: false);
    }

    private Func<JsonNode?, IEnumerable<JsonNode?>> ParseFilter()
    {
        Expect("?(");
        var left = ParseOperand();
        SkipSpaces();
        if (!IsAtEnd && path[position] == ')')
        {
            Expect(")]");
            return value => Items(value).Where(item => left(item) is not null);
        }
        var operation = Array.Find(FilterComparison.Operators, known => string.CompareOrdinal(path, position, known, 0, known.Length) == 0)
            ?? throw Refuse("a filter's operator is missing");
        position += operation.Length;
        SkipSpaces();
        var right = ParseOperand();
        SkipSpaces();
        Expect(")]");
        return value => Items(value).Where(item => FilterComparison.Holds(left(item), operation, right(item)));
    }

    private Func<JsonNode?, JsonNode?> ParseOperand()
    {
        SkipSpaces();
        if (IsAtEnd) throw Refuse("unterminated filter");
        if (path[position] == '@')
        {
            position++;
            var steps = ParseSteps(isInFilter: true);
            return item => steps.Aggregate((IEnumerable<JsonNode?>)[item], (found, step) => found.SelectMany(step)).FirstOrDefault();
        }
        if (path[position] is '\'' or '"')
        {
            var text = JsonValue.Create(ParseQuoted());
            return _ => text;
        }
        var start = position;
        while (!IsAtEnd && path[position] is not (' ' or ')')) position++;
        var literal = path[start..position];
        JsonNode constant = literal is "true" or "false" ? literal == "true"
            : decimal.TryParse(literal, NumberStyles.Float, null, out var number) ? number
            : throw Refuse($"'{literal}' is no value");
        return _ => constant;
    }

    private string ParseQuoted()
    {
        var quote = path[position++];
        var text = new StringBuilder();
        while (!IsAtEnd && path[position] != quote)
        {
            if (path[position] == '\\' && position + 1 < path.Length) position++;
            text.Append(path[position++]);
        }
        Expect(quote.ToString());
        return text.ToString();
    }

    private void SkipSpaces()
    {
        while (!IsAtEnd && path[position] == ' ') position++;
    }

    private void Expect(string text)
    {
        if (string.CompareOrdinal(path, position, text, 0, text.Length) != 0) throw Refuse($"'{text}' is missing at {position}");
        position += text.Length;
    }

    private FormatException Refuse(string why) => new($"{path}: {why}");

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Field(string name) =>
        value => value is JsonObject content && content.TryGetPropertyValue(name, out var child) ? [child] : [];

    private static IEnumerable<JsonNode?> Wildcard(JsonNode? value) => value is JsonObject content ? content.Select(field => field.Value) : Items(value);

    private static JsonArray Items(JsonNode? value) => value as JsonArray ?? [];

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Slice(int? start, int? end, int step, bool isOne) => value =>
    {
        if (value is not JsonArray list) return [];
        var first = start ?? 0;
        if (first < 0) first += list.Count;
        var last = isOne ? first + 1 : end ?? list.Count;
        if (last < 0) last += list.Count;
        return list.Where((_, index) => index >= first && index < last && step > 0 && (index - first) % step == 0);
    };
}

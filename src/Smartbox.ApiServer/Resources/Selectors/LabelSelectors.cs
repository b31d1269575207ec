using System.Globalization;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Resources.Selectors;

/// <summary>Label selectors as a query names them: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k,l&gt;1</c>.</summary>
internal static class LabelSelectors
{
    /// <exception cref="ApiException">400 in kube-apiserver's words when it is none.</exception>
    public static Func<StoredObject, bool> Parse(string selector)
    {
        var requirements = new LabelParser(selector).Parse();
        return stored => requirements.TrueForAll(requirement => requirement(stored.Labels));
    }

    private sealed class LabelParser(string selector)
    {
        private readonly List<LabelToken> tokens = LabelLexer.Split(selector);

        private int position;

        private LabelToken Next => tokens[position];

        public List<Predicate<IReadOnlyDictionary<string, string>>> Parse()
        {
            var requirements = new List<Predicate<IReadOnlyDictionary<string, string>>>();
            if (Next.IsEnd) return requirements;
            if (!Next.BeginsRequirement) throw Refuse($"found '{Next.Text}', expected: !, identifier, or 'end of string'");
            while (true)
            {
                requirements.Add(ParseRequirement());
                if (Next.IsEnd) return requirements;
                if (Next.Text != ",") throw Refuse($"found '{Next.Text}', expected: ',' or 'end of string'");
                position++;
                if (!Next.BeginsRequirement) throw Refuse($"found '{Next.Text}', expected: identifier after ','");
            }
        }

        private Predicate<IReadOnlyDictionary<string, string>> ParseRequirement()
        {
            var isAbsent = Next.Text == "!";
            if (isAbsent) position++;
            if (!Next.IsIdentifier) throw RefuseRequirement($"found '{Next.Text}', expected: identifier");
            var key = Take();
            if (NameRules.QualifiedName(key).FirstOrDefault() is { } wrong) throw RefuseRequirement($"<nil>: Invalid value: \"{key}\": {wrong}");
            if (isAbsent) return labels => !labels.ContainsKey(key);
            if (Next.IsEnd || Next.Text == ",") return labels => labels.ContainsKey(key);

            var operation = Take();
            if (operation is not ("in" or "notin" or "=" or "==" or "!=" or ">" or "<"))
                throw RefuseRequirement($"found '{operation}', expected: in, notin, =, ==, !=, gt, lt");
            var values = operation is "in" or "notin" ? ParseSet() : ParseValue();
            var index = 0;
            foreach (var value in values.Order(StringComparer.Ordinal))
            {
                if (NameRules.LabelValue(value).FirstOrDefault() is { } bad) throw RefuseRequirement($"values[{index}][{key}]: Invalid value: \"{value}\": {bad}");
                index++;
            }
            return operation switch
            {
                "notin" or "!=" => labels => !labels.TryGetValue(key, out var value) || !values.Contains(value),
                ">" or "<" => ParseBound(key, values.Single(), operation == ">"),
                _ => labels => labels.TryGetValue(key, out var value) && values.Contains(value),
            };
        }

        private static Predicate<IReadOnlyDictionary<string, string>> ParseBound(string key, string text, bool isGreater)
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, null, out var bound))
                throw RefuseRequirement($"values[0][{key}]: Invalid value: \"{text}\": for 'Gt', 'Lt' operators, the value must be an integer");
            return labels => labels.TryGetValue(key, out var value) && long.TryParse(value, NumberStyles.AllowLeadingSign, null, out var number)
                && (isGreater ? number > bound : number < bound);
        }

        private HashSet<string> ParseValue()
        {
            if (Next.IsEnd || Next.Text == ",") return [""];
            if (Next.IsSymbol) throw RefuseRequirement($"found '{Next.Text}', expected: identifier");
            return [Take()];
        }

        private HashSet<string> ParseSet()
        {
            if (Next.Text != "(") throw RefuseRequirement($"found '{Next.Text}' expected: '('");
            position++;
            var values = new HashSet<string>();
            var isValueWanted = true;
            while (Next.Text != ")")
            {
                if (Next.Text == ",")
                {
                    if (isValueWanted) values.Add("");
                    isValueWanted = true;
                    position++;
                }
                else if (!Next.IsEnd && !Next.IsSymbol && isValueWanted)
                {
                    values.Add(Take());
                    isValueWanted = false;
                }
                else
                    throw RefuseRequirement(values.Count == 0 ? $"found '{Next.Text}', expected: ',', ')' or identifier"
                        : isValueWanted ? $"found '{Next.Text}', expected: ',', or identifier"
                        : $"found '{Next.Text}', expected: ',' or ')'");
            }
            if (isValueWanted) values.Add("");
            position++;
            return values;
        }

        private string Take() => tokens[position++].Text;

        private static ApiException RefuseRequirement(string why) => Refuse($"unable to parse requirement: {why}");

        private static ApiException Refuse(string why) => new(400, "BadRequest", why);
    }
}

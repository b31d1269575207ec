using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>Which fields differ between two versions of an object; null stands for none.</summary>
/// <param name="Changed">Fields that were added or have another value.</param>
/// <param name="Removed">Fields that are gone.</param>
internal readonly record struct FieldDifference(FieldSet? Changed, FieldSet? Removed)
{
    public bool IsNone => Changed is null && Removed is null;

    /// <param name="schema">Schema of the kind.</param>
    /// <param name="before">The version before; empty for a new object.</param>
    /// <param name="after">The version after.</param>
    /// <param name="isBuiltIn">Whether the kind has a type in the real server, where some parts are there even when they are not written.</param>
    public static FieldDifference Between(Schema schema, JsonObject before, JsonObject after, bool isBuiltIn) =>
        new Comparer(isBuiltIn).Value(schema, new Side(before), new Side(after));

    /// <summary>A value that may be missing, which is not the same as null.</summary>
    private readonly record struct Side(bool Exists, JsonNode? Node)
    {
        public Side(JsonNode? node)
            : this(true, node)
        {
        }
    }

    private sealed class Comparer(bool isBuiltIn)
    {
        /// <summary>Parts that Go's types hold by value: there is no object without them, so nobody adds them.</summary>
        private static readonly FrozenSet<string> AlwaysThere =
            new[] { "spec", "status", "template", "metadata", "strategy", "updateStrategy", "jobTemplate", "resources", "names", "acceptedNames", "loadBalancer" }
                .ToFrozenSet(StringComparer.Ordinal);

        public FieldDifference Value(Schema? schema, Side before, Side after)
        {
            FieldShape shape = FieldTypes.Shape(schema, (after.Exists ? after : before).Node);
            FieldShape shapeBefore = before.Exists ? FieldTypes.Shape(schema, before.Node) : shape;
            if (shape != shapeBefore)
            {
                // only where the schema knows nothing: a scalar became a map, or a map a scalar
                FieldDifference parts = Map(schema, new Side(before.Exists, before.Node as JsonObject), new Side(after.Exists, after.Node as JsonObject));
                FieldSet changed = parts.Changed ?? new FieldSet();
                changed.IsMember = true;

                return parts with { Changed = changed };
            }

            if (shape == FieldShape.Leaf || (FieldTypes.IsBlank(before.Node) && FieldTypes.IsBlank(after.Node))) return Leaf(before, after);

            FieldDifference difference = shape == FieldShape.Map ? Map(schema, before, after) : List(schema!, before.Node as JsonArray, after.Node as JsonArray);
            if (!before.Exists) difference = difference with { Changed = WithItself(difference.Changed) };
            if (!after.Exists) difference = difference with { Removed = WithItself(difference.Removed) };

            return difference;
        }

        private static FieldSet WithItself(FieldSet? set)
        {
            set ??= new FieldSet();
            set.IsMember = true;

            return set;
        }

        private static FieldDifference Leaf(Side before, Side after)
        {
            if (!after.Exists) return new(null, FieldSet.Member());

            return before.Exists && JsonEquality.Same(before.Node, after.Node) ? default : new(FieldSet.Member(), null);
        }

        private FieldDifference Map(Schema? schema, Side before, Side after)
        {
            var all = new Branches();
            if (after.Node is JsonObject now)
            {
                foreach ((string name, JsonNode? value) in now)
                {
                    JsonNode? old = null;
                    bool existed = before.Node is JsonObject was && was.TryGetPropertyValue(name, out old);
                    Schema? type = FieldTypes.OfField(schema, name);
                    all.AddField(name, Value(type, existed ? new Side(old) : Missing(type, name, before.Exists), new Side(value)));
                }
            }

            if (before.Node is JsonObject then)
            {
                foreach ((string name, JsonNode? value) in then)
                {
                    if (after.Node is JsonObject kept && kept.ContainsKey(name)) continue;

                    Schema? type = FieldTypes.OfField(schema, name);
                    all.AddField(name, Value(type, new Side(value), Missing(type, name, after.Exists)));
                }
            }

            return all.Difference;
        }

        private Side Missing(Schema? type, string name, bool parentExists) =>
            (isBuiltIn && parentExists, type, name) switch
            {
                (true, { Properties.Count: > 0 }, _) when AlwaysThere.Contains(name) => new Side(new JsonObject()),
                (true, { Type: "array" }, "containers") => new Side(null),
                _ => default,
            };

        private FieldDifference List(Schema schema, JsonArray? before, JsonArray? after)
        {
            // keys are costly to make, and most lists of most writes are the same
            if (before is not null && after is not null && JsonEquality.Same(before, after)) return default;

            var all = new Branches();
            Dictionary<string, List<JsonNode?>> old = ByElement(schema, before);
            Dictionary<string, List<JsonNode?>> now = ByElement(schema, after);
            foreach (string element in old.Keys.Union(now.Keys))
            {
                List<JsonNode?> was = old.GetValueOrDefault(element) ?? [];
                List<JsonNode?> @is = now.GetValueOrDefault(element) ?? [];
                all.Add(element, Items(schema, was, @is));
            }

            return all.Difference;
        }

        /// <summary>Items of one element. More than one are owned as a whole.</summary>
        private FieldDifference Items(Schema schema, List<JsonNode?> before, List<JsonNode?> after)
        {
            Side Only(List<JsonNode?> items) => items.Count == 1 ? new Side(items[0]) : default;
            if (before.Count <= 1 && after.Count <= 1) return Value(schema.Items, Only(before), Only(after));
            if (before.Count > 1 && after.Count > 1) return before.SequenceEqual(after, Sameness.Instance) ? default : new(FieldSet.Member(), null);

            FieldDifference difference = before.Count + after.Count > Math.Max(before.Count, after.Count)
                ? Value(schema.Items, Only(before), Only(after))
                : default;

            return before.Count > 1
                ? difference with { Removed = WithItself(difference.Removed) }
                : difference with { Changed = WithItself(difference.Changed) };
        }

        private static Dictionary<string, List<JsonNode?>> ByElement(Schema schema, JsonArray? list)
        {
            var items = new Dictionary<string, List<JsonNode?>>(StringComparer.Ordinal);
            foreach (JsonNode? item in list ?? [])
            {
                string element = FieldTypes.Element(schema, item);
                if (!items.TryGetValue(element, out List<JsonNode?>? same)) items[element] = same = [];

                same.Add(item);
            }

            return items;
        }
    }

    /// <summary>Both trees while they grow: made only when there is something to put in.</summary>
    private struct Branches
    {
        private FieldSet? changed;
        private FieldSet? removed;

        public readonly FieldDifference Difference => new(changed, removed);

        public void AddField(string name, FieldDifference difference)
        {
            if (!difference.IsNone) Add(FieldElement.Field(name), difference);
        }

        public void Add(string element, FieldDifference difference)
        {
            if (difference.Changed is not null) (changed ??= new FieldSet()).Put(element, difference.Changed);
            if (difference.Removed is not null) (removed ??= new FieldSet()).Put(element, difference.Removed);
        }
    }

    private sealed class Sameness : IEqualityComparer<JsonNode?>
    {
        public static readonly Sameness Instance = new();

        public bool Equals(JsonNode? x, JsonNode? y) => JsonEquality.Same(x, y);

        public int GetHashCode(JsonNode? obj) => 0;
    }
}

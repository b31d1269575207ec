using Antlr4.Runtime;
using Smartbox.ApiServer.Schemas.Expressions.Functions;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>Makes the loops of macros.</summary>
internal static class Comprehensions
{
    /// <param name="name">The macro.</param>
    /// <param name="at">Where it is called.</param>
    /// <param name="range">What it goes over.</param>
    /// <param name="slots">Slots of its variables.</param>
    /// <param name="bodies">What is computed for each; of two, the first is a condition.</param>
    /// <returns>Null when the types do not fit.</returns>
    public static Typed? Make(string name, IToken at, Typed range, IReadOnlyList<int> slots, IReadOnlyList<Typed> bodies)
    {
        var condition = bodies.Count == 2 ? bodies[0] : null;
        var body = bodies[^1];
        var isTest = name is "all" or "exists" or "exists_one" or "existsOne" or "filter";
        if (!IsBool(condition) || isTest && !IsBool(body))
        {
            return null;
        }

        var (of, each, where) = (range.Evaluate, body.Evaluate, condition?.Evaluate);
        IEnumerable<object?> Run(Frame frame) => Items(of(frame), slots, frame).Where(_ => where is null || IsTrue(where(frame))).Select(item => each(frame));
        return name switch
        {
            "all" => new Typed(CelType.Bool, at, frame => Quantify(Items(of(frame), slots, frame), frame, each, decisive: false)),
            "exists" => new Typed(CelType.Bool, at, frame => Quantify(Items(of(frame), slots, frame), frame, each, decisive: true)),
            "exists_one" or "existsOne" => new Typed(CelType.Bool, at, frame => CelValues.Of(Run(frame).Count(IsTrue) == 1)),
            "filter" => new Typed(range.Type.Name == "list" ? range.Type : CelType.ListOf(range.Type.Inner), at,
                frame => Items(of(frame), slots, frame).Where(_ => IsTrue(each(frame))).ToArray()),
            "map" or "transformList" => new Typed(CelType.ListOf(body.Type), at, frame => Run(frame).ToArray()),
            "sortBy" => new Typed(range.Type, at, frame => ListFunctions.Sorted(of(frame) as IReadOnlyList<object?> ?? throw CelException.NoSuchOverload(), Run(frame).ToArray())),
            "transformMap" => new Typed(CelType.MapOf(KeyOf(range.Type), body.Type), at, frame => Transform(Items(of(frame), slots, frame), frame, where, each)),
            _ => new Typed(body.Type, at, frame => Merge(Run(frame))),
        };
    }

    private static bool IsBool(Typed? typed) => typed is null || typed.Type.IsDynamic || typed.Type == CelType.Bool;

    private static CelType KeyOf(CelType range) => range.Name switch { "list" => CelType.Int, "map" => range.Arguments[0], _ => CelType.Dyn };

    // Gives each item after its variables have been set: what is computed between two steps sees them.
    private static IEnumerable<object?> Items(object? range, IReadOnlyList<int> slots, Frame frame)
    {
        switch (range)
        {
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count; i++)
                {
                    frame[slots[^1]] = list[i];
                    if (slots.Count == 2)
                    {
                        frame[slots[0]] = (long)i;
                    }

                    yield return slots.Count == 2 ? (long)i : frame[slots[^1]];
                }

                break;
            case CelMap map:
                foreach (var key in map.Keys)
                {
                    frame[slots[0]] = key;
                    if (slots.Count == 2)
                    {
                        frame[slots[1]] = map.Get(key);
                    }

                    yield return key;
                }

                break;
            default:
                throw CelException.NoSuchOverload();
        }
    }

    // As and and or: a failure counts only when no item decides.
    private static object Quantify(IEnumerable<object?> items, Frame frame, Func<Frame, object?> test, bool decisive)
    {
        CelException? failure = null;
        foreach (var _ in items)
        {
            try
            {
                if (IsTrue(test(frame)) == decisive)
                {
                    return CelValues.Of(decisive);
                }
            }
            catch (CelException e)
            {
                failure ??= e;
            }
        }

        return failure is null ? CelValues.Of(!decisive) : throw failure;
    }

    private static LiteralMap Transform(IEnumerable<object?> keys, Frame frame, Func<Frame, object?>? where, Func<Frame, object?> each)
    {
        var map = new LiteralMap();
        foreach (var key in keys)
        {
            if (where is null || IsTrue(where(frame)))
            {
                map.Add(key, each(frame));
            }
        }

        return map;
    }

    private static LiteralMap Merge(IEnumerable<object?> maps)
    {
        var merged = new LiteralMap();
        foreach (var map in maps)
        {
            foreach (var key in ((CelMap)map!).Keys)
            {
                merged.Add(key, ((CelMap)map).Get(key));
            }
        }

        return merged;
    }

    private static bool IsTrue(object? value) => value as bool? ?? throw CelException.NoSuchOverload();
}

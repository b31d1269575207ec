using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Operators.</summary>
internal static class Operators
{
    private const long NanosecondsPerTick = 100;

    private static readonly CelType[] s_ordered = [CelType.Bool, CelType.String, CelType.Bytes, CelType.Timestamp, CelType.Duration];
    private static readonly CelType[] s_numbers = [CelType.Int, CelType.Uint, CelType.Double];

    public static IEnumerable<Overload> All => [.. Comparisons(), .. Arithmetic(), .. Rest()];

    private static IEnumerable<Overload> Comparisons()
    {
        foreach (var (name, holds) in new (string, Func<int, bool>)[] { ("_<_", order => order < 0), ("_<=_", order => order <= 0), ("_>_", order => order > 0), ("_>=_", order => order >= 0) })
        {
            var pairs = s_ordered.Select(type => (type, type)).Concat(from left in s_numbers from right in s_numbers select (left, right));
            foreach (var (left, right) in pairs)
            {
                yield return Function.Generic(name, false, [left, right], CelType.Bool, arguments => CelValues.Of(holds(CelValues.Compare(arguments[0], arguments[1]))));
            }
        }
    }

    private static IEnumerable<Overload> Arithmetic() =>
    [
        Function.Global("_+_", (long a, long b) => Checked(() => checked(a + b))),
        Function.Global("_-_", (long a, long b) => Checked(() => checked(a - b))),
        Function.Global("_*_", (long a, long b) => Checked(() => checked(a * b))),
        Function.Global("_/_", (long a, long b) => b == 0 ? throw new CelException("division by zero") : Checked(() => checked(a / b))),
        Function.Global("_%_", (long a, long b) => b == 0 ? throw new CelException("modulus by zero") : b == -1 ? 0 : a % b),
        Function.Global("-_", (long a) => Checked(() => checked(-a))),
        Function.Global("_+_", (ulong a, ulong b) => Checked(() => checked(a + b), "unsigned integer overflow")),
        Function.Global("_-_", (ulong a, ulong b) => Checked(() => checked(a - b), "unsigned integer overflow")),
        Function.Global("_*_", (ulong a, ulong b) => Checked(() => checked(a * b), "unsigned integer overflow")),
        Function.Global("_/_", (ulong a, ulong b) => b == 0 ? throw new CelException("division by zero") : a / b),
        Function.Global("_%_", (ulong a, ulong b) => b == 0 ? throw new CelException("modulus by zero") : a % b),
        Function.Global("_+_", (double a, double b) => a + b),
        Function.Global("_-_", (double a, double b) => a - b),
        Function.Global("_*_", (double a, double b) => a * b),
        Function.Global("_/_", (double a, double b) => a / b),
        Function.Global("-_", (double a) => -a),
        Function.Global("_+_", (string a, string b) => a + b),
        Function.Global("_+_", (CelBytes a, CelBytes b) => new CelBytes((byte[])[.. a.Content.Span, .. b.Content.Span])),
        Function.Global("_+_", (CelDuration a, CelDuration b) => new CelDuration(Checked(() => checked(a.Nanoseconds + b.Nanoseconds)))),
        Function.Global("_-_", (CelDuration a, CelDuration b) => new CelDuration(Checked(() => checked(a.Nanoseconds - b.Nanoseconds)))),
        Function.Global("_+_", (DateTimeOffset a, CelDuration b) => Add(a, b.Nanoseconds)),
        Function.Global("_+_", (CelDuration a, DateTimeOffset b) => Add(b, a.Nanoseconds)),
        Function.Global("_-_", (DateTimeOffset a, CelDuration b) => Add(a, -b.Nanoseconds)),
        Function.Global("_-_", (DateTimeOffset a, DateTimeOffset b) => new CelDuration(Checked(() => checked((a - b).Ticks * NanosecondsPerTick)))),
    ];

    private static IEnumerable<Overload> Rest() =>
    [
        Function.Generic("_==_", false, [CelType.A, CelType.A], CelType.Bool, arguments => CelValues.Of(CelValues.AreEqual(arguments[0], arguments[1]))),
        Function.Generic("_!=_", false, [CelType.A, CelType.A], CelType.Bool, arguments => CelValues.Of(!CelValues.AreEqual(arguments[0], arguments[1]))),
        Function.Global("!_", (bool a) => !a),
        Function.Generic("@in", false, [CelType.A, CelType.ListOf(CelType.A)], CelType.Bool,
            arguments => CelValues.Of(((IReadOnlyList<object?>)arguments[1]!).Any(item => CelValues.AreEqual(item, arguments[0])))),
        Function.Generic("@in", false, [CelType.A, CelType.MapOf(CelType.A, CelType.B)], CelType.Bool, arguments => CelValues.Of(((CelMap)arguments[1]!).Contains(arguments[0]))),
        Function.Generic("_+_", false, [CelType.ListOf(CelType.A), CelType.ListOf(CelType.A)], CelType.ListOf(CelType.A), 
            arguments => IsSet(arguments[0]) ? Union((IReadOnlyList<object?>)arguments[0]!, (IReadOnlyList<object?>)arguments[1]!) : Join((IReadOnlyList<object?>)arguments[0]!, (IReadOnlyList<object?>)arguments[1]!)),
        Function.Generic("_[_]", false, [CelType.ListOf(CelType.A), CelType.Int], CelType.A, arguments => Item((IReadOnlyList<object?>)arguments[0]!, arguments[1])),
        Function.Generic("_[_]", false, [CelType.MapOf(CelType.A, CelType.B), CelType.A], CelType.B, arguments => ((CelMap)arguments[0]!).Get(arguments[1])),
    ];

    private static bool IsSet(object? list) => list is CelSet or JsonList { Schema.ListType: ListType.Set };

    // A set gains what it does not have.
    private static CelSet Union(IReadOnlyList<object?> first, IReadOnlyList<object?> second) =>
        new([.. first, .. second.Where(item => !first.Any(mine => CelValues.AreEqual(mine, item)))]);

    // In a list that is a map, items replace those with the same keys.
    private static object?[] Join(IReadOnlyList<object?> first, IReadOnlyList<object?> second)
    {
        if (first is not JsonList { Schema: { ListType: ListType.Map } schema })
        {
            return [.. first, .. second];
        }

        bool IsSame(object? a, object? b) => a is CelMap x && b is CelMap y
            && schema.ListMapKeys.All(key => x.TryGet(key, out var mine) == y.TryGet(key, out var other) && CelValues.AreEqual(mine, other));
        return [.. first.Select(item => second.LastOrDefault(other => IsSame(item, other)) ?? item), .. second.Where(item => !first.Any(mine => IsSame(mine, item)))];
    }

    private static object? Item(IReadOnlyList<object?> list, object? index) =>
        index is long number && number >= 0 && number < list.Count ? list[(int)number] : throw new CelException($"index out of bounds: {index}");

    private static DateTimeOffset Add(DateTimeOffset time, long nanoseconds)
    {
        try
        {
            return time.AddTicks(nanoseconds / NanosecondsPerTick);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new CelException("timestamp overflow");
        }
    }

    private static T Checked<T>(Func<T> compute, string message = "integer overflow")
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw new CelException(message);
        }
    }
}

using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Kubernetes' library of lists, and that of cel-go.</summary>
internal static class ListFunctions
{
    private static readonly CelType s_list = CelType.ListOf(CelType.A);

    // Only what is ordered has a least and a greatest, and only numbers and durations have a sum.
    private static readonly CelType[] s_ordered = [CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Bytes, CelType.Timestamp, CelType.Duration];
    private static readonly (CelType Type, object Zero)[] s_summed = [(CelType.Int, 0L), (CelType.Uint, 0UL), (CelType.Double, 0.0), (CelType.Duration, new CelDuration(0))];

    public static IEnumerable<Overload> All =>
    [
        .. s_ordered.Select(type => Of("isSorted", [CelType.ListOf(type)], CelType.Bool, list => CelValues.Of(IsSorted(list)))),
        .. s_ordered.Select(type => Of("min", [CelType.ListOf(type)], type, list => Extreme(list, "min", -1))),
        .. s_ordered.Select(type => Of("max", [CelType.ListOf(type)], type, list => Extreme(list, "max", 1))),
        .. s_ordered.Select(type => Of("sort", [CelType.ListOf(type)], CelType.ListOf(type), list => Sorted(list, list))),
        .. s_summed.Select(summed => Of("sum", [CelType.ListOf(summed.Type)], summed.Type, list => list.Aggregate((object?)summed.Zero, Add))),
        Function.Generic("indexOf", true, [s_list, CelType.A], CelType.Int, arguments => Find((IReadOnlyList<object?>)arguments[0]!, arguments[1], isLast: false)),
        Function.Generic("lastIndexOf", true, [s_list, CelType.A], CelType.Int, arguments => Find((IReadOnlyList<object?>)arguments[0]!, arguments[1], isLast: true)),
        Of("reverse", [s_list], s_list, list => list.Reverse().ToArray()),
        Of("distinct", [s_list], s_list, Distinct),
        Of("flatten", [CelType.ListOf(s_list)], s_list, list => list.SelectMany(item => item as IReadOnlyList<object?> ?? [item]).ToArray()),
        Of("first", [s_list], CelType.OptionalOf(CelType.A), list => list.Count == 0 ? CelOptional.None : CelOptional.Of(list[0])),
        Of("last", [s_list], CelType.OptionalOf(CelType.A), list => list.Count == 0 ? CelOptional.None : CelOptional.Of(list[^1])),
        Function.Generic("slice", true, [s_list, CelType.Int, CelType.Int], s_list, arguments => Slice((IReadOnlyList<object?>)arguments[0]!, (long)arguments[1]!, (long)arguments[2]!)),
        Function.Generic("lists.range", false, [CelType.Int], CelType.ListOf(CelType.Int), arguments => Range((long)arguments[0]!)),
    ];

    /// <summary>Items in the order of their keys.</summary>
    public static object?[] Sorted(IReadOnlyList<object?> items, IReadOnlyList<object?> keys) =>
        [.. items.Zip(keys).OrderBy(pair => pair.Second, Comparer<object?>.Create(CelValues.Compare)).Select(pair => pair.First)];

    private static Overload Of(string name, CelType[] parameters, CelType result, Func<IReadOnlyList<object?>, object?> body) =>
        Function.Generic(name, true, parameters, result, arguments => body((IReadOnlyList<object?>)arguments[0]!));

    private static bool IsSorted(IReadOnlyList<object?> list) => list.Zip(list.Skip(1)).All(pair => CelValues.Compare(pair.First, pair.Second) <= 0);

    private static object? Extreme(IReadOnlyList<object?> list, string name, int sign) =>
        list.Count == 0 ? throw new CelException($"{name} called on empty list") : list.Aggregate((best, item) => CelValues.Compare(item, best) * sign > 0 ? item : best);

    private static object? Add(object? total, object? item)
    {
        object?[] arguments = [total, item];
        return FunctionTable.Find("_+_").First(overload => overload.Fits(arguments)).Body(arguments);
    }

    private static long Find(IReadOnlyList<object?> list, object? wanted, bool isLast)
    {
        var found = list.Select((item, index) => (item, index)).Where(entry => CelValues.AreEqual(entry.item, wanted)).Select(entry => (long?)entry.index);
        return (isLast ? found.LastOrDefault() : found.FirstOrDefault()) ?? -1L;
    }

    private static object?[] Distinct(IReadOnlyList<object?> list)
    {
        var kept = new List<object?>();
        foreach (var item in list.Where(item => !kept.Exists(other => CelValues.AreEqual(other, item))))
        {
            kept.Add(item);
        }

        return [.. kept];
    }

    private static object?[] Slice(IReadOnlyList<object?> list, long start, long end) => start < 0 || end < 0
        ? throw new CelException($"cannot slice({start}, {end}), negative indexes not supported")
        : start > end ? throw new CelException($"cannot slice({start}, {end}), start index must be less than or equal to end index")
        : end > list.Count ? throw new CelException($"cannot slice({start}, {end}), list is length {list.Count}")
        : [.. list.Skip((int)start).Take((int)(end - start))];

    // As long a list as it may be would exhaust memory; cel-go's budget ends far earlier.
    private static object?[] Range(long count) => count > 1_000_000 ? throw new CelException("operation cancelled: actual cost limit exceeded") : [.. Enumerable.Range(0, (int)Math.Max(0, count)).Select(i => (object?)(long)i)];
}

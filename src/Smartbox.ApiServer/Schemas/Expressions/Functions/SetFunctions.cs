using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Lists as sets.</summary>
internal static class SetFunctions
{
    public static IEnumerable<Overload> All =>
    [
        Of("sets.contains", (left, right) => ContainsAll(left, right)),
        Of("sets.equivalent", (left, right) => ContainsAll(left, right) && ContainsAll(right, left)),
        Of("sets.intersects", (left, right) => left.Any(item => right.Any(other => CelValues.AreEqual(item, other)))),
    ];

    private static Overload Of(string name, Func<IReadOnlyList<object?>, IReadOnlyList<object?>, bool> holds) => Function.Generic(
        name, false, [CelType.ListOf(CelType.A), CelType.ListOf(CelType.A)], CelType.Bool,
        arguments => CelValues.Of(holds((IReadOnlyList<object?>)arguments[0]!, (IReadOnlyList<object?>)arguments[1]!)));

    private static bool ContainsAll(IReadOnlyList<object?> list, IReadOnlyList<object?> part) => part.All(item => list.Any(other => CelValues.AreEqual(item, other)));
}

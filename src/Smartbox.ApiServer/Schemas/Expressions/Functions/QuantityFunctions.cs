using System.Numerics;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Kubernetes' library of quantities.</summary>
internal static class QuantityFunctions
{
    private const long NanosPerUnit = 1_000_000_000;

    public static IEnumerable<Overload> All =>
    [
        Function.Global("isQuantity", (string text) => Quantity.TryParse(text, out _)),
        Function.Global("quantity", (string text) => Quantity.TryParse(text, out var quantity) ? quantity
            : throw new CelException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")),
        Function.Member("isInteger", (Quantity quantity) => IsInteger(quantity)),
        Function.Member("asInteger", (Quantity quantity) => IsInteger(quantity) ? (long)(quantity.Nanos / NanosPerUnit) : throw new CelException("cannot convert value to integer")),
        Function.Member("asApproximateFloat", (Quantity quantity) => (double)quantity.Nanos / NanosPerUnit),
        // It is not called on the quantity, unlike the documentation says.
        Function.Global("sign", (Quantity quantity) => (long)quantity.Nanos.Sign),
        Function.Member("add", (Quantity left, Quantity right) => left with { Nanos = left.Nanos + right.Nanos }),
        Function.Member("add", (Quantity left, long right) => left with { Nanos = left.Nanos + ((BigInteger)right * NanosPerUnit) }),
        Function.Member("sub", (Quantity left, Quantity right) => left with { Nanos = left.Nanos - right.Nanos }),
        Function.Member("sub", (Quantity left, long right) => left with { Nanos = left.Nanos - ((BigInteger)right * NanosPerUnit) }),
        Function.Member("isLessThan", (Quantity left, Quantity right) => left.Nanos < right.Nanos),
        Function.Member("isGreaterThan", (Quantity left, Quantity right) => left.Nanos > right.Nanos),
        Function.Member("compareTo", (Quantity left, Quantity right) => (long)Math.Sign(left.Nanos.CompareTo(right.Nanos))),
    ];

    private static bool IsInteger(Quantity quantity) => (quantity.Nanos % NanosPerUnit).IsZero && BigInteger.Abs(quantity.Nanos / NanosPerUnit) <= long.MaxValue;
}

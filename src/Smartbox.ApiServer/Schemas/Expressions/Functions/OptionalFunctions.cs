using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Values that may be missing.</summary>
internal static class OptionalFunctions
{
    private static readonly CelType s_optional = CelType.OptionalOf(CelType.A);

    public static IEnumerable<Overload> All =>
    [
        Function.Generic("optional.of", false, [CelType.A], s_optional, arguments => CelOptional.Of(arguments[0])),
        Function.Generic("optional.ofNonZeroValue", false, [CelType.A], s_optional, arguments => IsZero(arguments[0]) ? CelOptional.None : CelOptional.Of(arguments[0])),
        Function.Generic("optional.none", false, [], s_optional, _ => CelOptional.None),
        Function.Generic("hasValue", true, [s_optional], CelType.Bool, arguments => CelValues.Of(((CelOptional)arguments[0]!).HasValue)),
        Function.Generic("value", true, [s_optional], CelType.A,
            arguments => (CelOptional)arguments[0]! is { HasValue: true } optional ? optional.Value : throw new CelException("optional.none() dereference")),
        Function.Generic("or", true, [s_optional, s_optional], s_optional, arguments => (CelOptional)arguments[0]! is { HasValue: true } optional ? optional : arguments[1]),
        Function.Generic("orValue", true, [s_optional, CelType.A], CelType.A, arguments => (CelOptional)arguments[0]! is { HasValue: true } optional ? optional.Value : arguments[1]),
    ];

    private static bool IsZero(object? value) => value switch
    {
        null or false or 0L or 0UL or 0.0 or "" => true,
        CelBytes bytes => bytes.Content.IsEmpty,
        CelDuration duration => duration.Nanoseconds == 0,
        IReadOnlyList<object?> list => list.Count == 0,
        CelMap map => map.Count == 0,
        CelOptional optional => !optional.HasValue,
        _ => false,
    };
}

using System.Net;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Makes overloads of lambdas: scalar types follow from the lambda's.</summary>
internal static class Function
{
    private static readonly Dictionary<Type, CelType> s_types = new()
    {
        [typeof(object)] = CelType.Dyn, [typeof(bool)] = CelType.Bool, [typeof(long)] = CelType.Int, [typeof(ulong)] = CelType.Uint, [typeof(double)] = CelType.Double,
        [typeof(string)] = CelType.String, [typeof(CelBytes)] = CelType.Bytes, [typeof(DateTimeOffset)] = CelType.Timestamp, [typeof(CelDuration)] = CelType.Duration,
        [typeof(Quantity)] = CelType.Quantity, [typeof(GoUrl)] = CelType.Url, [typeof(IPAddress)] = CelType.Ip, [typeof(CelRange)] = CelType.Cidr, [typeof(CelType)] = CelType.Type,
        [typeof(IReadOnlyList<string>)] = CelType.ListOf(CelType.String),
    };

    public static Overload Global<TA, TResult>(string name, Func<TA, TResult> body) => new(name, false, [Of<TA>()], Of<TResult>(), arguments => Box(body((TA)arguments[0]!)));

    public static Overload Global<TA, TB, TResult>(string name, Func<TA, TB, TResult> body) =>
        new(name, false, [Of<TA>(), Of<TB>()], Of<TResult>(), arguments => Box(body((TA)arguments[0]!, (TB)arguments[1]!)));

    public static Overload Member<TA, TResult>(string name, Func<TA, TResult> body) => Global(name, body) with { IsMember = true };

    public static Overload Member<TA, TB, TResult>(string name, Func<TA, TB, TResult> body) => Global(name, body) with { IsMember = true };

    public static Overload Member<TA, TB, TC, TResult>(string name, Func<TA, TB, TC, TResult> body) =>
        new(name, true, [Of<TA>(), Of<TB>(), Of<TC>()], Of<TResult>(), arguments => Box(body((TA)arguments[0]!, (TB)arguments[1]!, (TC)arguments[2]!)));

    public static Overload Member<TA, TB, TC, TD, TResult>(string name, Func<TA, TB, TC, TD, TResult> body) => new(
        name, true, [Of<TA>(), Of<TB>(), Of<TC>(), Of<TD>()], Of<TResult>(), arguments => Box(body((TA)arguments[0]!, (TB)arguments[1]!, (TC)arguments[2]!, (TD)arguments[3]!)));

    /// <summary>A function of lists, maps or anything, whose types are given.</summary>
    public static Overload Generic(string name, bool isMember, CelType[] parameters, CelType result, Func<object?[], object?> body) => new(name, isMember, parameters, result, body);

    private static CelType Of<T>() => s_types[typeof(T)];

    private static object? Box<T>(T value) => value is bool boolean ? CelValues.Of(boolean) : value;
}

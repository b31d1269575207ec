using System.Net;
using System.Text;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas.Expressions.Types;

namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>Equality, order and types of values.</summary>
internal static class CelValues
{
    public static object True { get; } = true;

    public static object False { get; } = false;

    public static object Of(bool value) => value ? True : False;

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string a, string b) => a == b,
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => AreEqual(a, b),
        (CelMap a, CelMap b) => a.Count == b.Count && a.Keys.All(key => b.TryGet(key, out var other) && AreEqual(a.Get(key), other)),
        (CelOptional a, CelOptional b) => a.HasValue == b.HasValue && (!a.HasValue || AreEqual(a.Value, b.Value)),
        (Quantity a, Quantity b) => a.Nanos == b.Nanos,
        _ when IsNumber(left) && IsNumber(right) => CompareNumbers(left, right) == 0,
        _ => left.Equals(right),
    };

    /// <exception cref="CelException">When they have no order.</exception>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => CompareText(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (CelDuration a, CelDuration b) => a.Nanoseconds.CompareTo(b.Nanoseconds),
        (CelBytes a, CelBytes b) => a.Content.Span.SequenceCompareTo(b.Content.Span),
        _ when IsNumber(left) && IsNumber(right) => CompareNumbers(left!, right!) ?? throw new CelException("NaN values cannot be ordered"),
        _ => throw CelException.NoSuchOverload(),
    };

    /// <summary>Whether a value is of a type, as far as overloads are told apart.</summary>
    public static bool IsOf(object? value, CelType type) => type is TypeParameter || type.IsDynamic || type.Name switch
    {
        "bool" => value is bool,
        "int" => value is long,
        "uint" => value is ulong,
        "double" => value is double,
        "string" => value is string,
        "bytes" => value is CelBytes,
        "timestamp" => value is DateTimeOffset,
        "duration" => value is CelDuration,
        "null" => value is null,
        "type" => value is CelType,
        "list" => value is IReadOnlyList<object?> list && (list.Count == 0 || IsOf(list[0], type.Arguments[0])),
        "optional_type" => value is CelOptional,
        "kubernetes.Quantity" => value is Quantity,
        "kubernetes.URL" => value is Schemas.Text.GoUrl,
        "net.IP" => value is IPAddress,
        "net.CIDR" => value is CelRange,
        _ => value is CelMap,
    };

    /// <summary>What <c>type()</c> gives.</summary>
    public static CelType TypeOf(object? value) => value switch
    {
        null => CelType.Null,
        bool => CelType.Bool,
        long => CelType.Int,
        ulong => CelType.Uint,
        double => CelType.Double,
        string => CelType.String,
        CelBytes => CelType.Bytes,
        DateTimeOffset => CelType.Timestamp,
        CelDuration => CelType.Duration,
        CelType => CelType.Type,
        IReadOnlyList<object?> => new CelType("list"),
        CelOptional => new CelType("optional_type"),
        Quantity => CelType.Quantity,
        Schemas.Text.GoUrl => CelType.Url,
        IPAddress => CelType.Ip,
        CelRange => CelType.Cidr,
        _ => new CelType("map"),
    };

    // Go compares bytes of UTF-8, which is the order of code points.
    private static int CompareText(string left, string right)
    {
        if (Ascii.IsValid(left) && Ascii.IsValid(right))
        {
            return string.CompareOrdinal(left, right);
        }

        return Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
    }

    // Lists that are sets or maps of the API are equal in any order.
    private static bool AreEqual(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        if (left is CelSet or JsonList { Schema.ListType: ListType.Set } || left is JsonList { Schema.ListType: ListType.Map } && right is JsonList)
        {
            return left.All(item => right.Any(other => AreEqual(item, other)));
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(object? value) => value is long or ulong or double;

    private static int? CompareNumbers(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (ulong a, ulong b) => a.CompareTo(b),
        (double a, double b) => Order(a, b),
        (long a, double b) => Order(a, b),
        (double a, long b) => Order(a, b),
        (ulong a, double b) => Order(a, b),
        (double a, ulong b) => Order(a, b),
        (long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b),
        (ulong a, long b) => b < 0 ? 1 : a.CompareTo((ulong)b),
        _ => null,
    };

    private static int? Order(double left, double right) => double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);
}

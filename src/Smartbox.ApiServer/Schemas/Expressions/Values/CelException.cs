namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>An expression that has no value, such as a division by zero. The message is cel-go's.</summary>
internal sealed class CelException(string message) : Exception(message)
{
    public static CelException NoSuchKey(object? key) => new($"no such key: {key}");

    /// <summary>What a function or operator is applied to is of a type that it does not take.</summary>
    /// <param name="function">The function; null for operators.</param>
    public static CelException NoSuchOverload(string? function = null) => new(function is null ? "no such overload" : $"no such overload: {function}");
}

using System.Globalization;

namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>A span of time, to the nanosecond.</summary>
internal readonly record struct CelDuration(long Nanoseconds)
{
    /// <summary>Seconds with as many decimals as it takes, such as <c>90s</c>.</summary>
    public override string ToString() => ((decimal)Nanoseconds / 1_000_000_000).ToString("0.#########", CultureInfo.InvariantCulture) + "s";
}

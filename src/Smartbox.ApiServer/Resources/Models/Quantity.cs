using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>An amount of a resource in Kubernetes' notation, exact to the billionth (rounded up, as Kubernetes does).</summary>
/// <remarks>Source: <c>resource.Quantity</c> of apimachinery: its canonical form keeps the family of suffixes (binary, decimal, exponent) and has no fraction.</remarks>
internal readonly partial record struct Quantity(BigInteger Nanos, QuantitySuffix Suffix)
{
    private static readonly BigInteger NanosPerUnit = 1_000_000_000;

    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>From the billionth up, a thousandfold each.</summary>
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var match = Pattern().Match(text);
        if (!match.Success) return false;

        var whole = match.Groups["whole"].Value;
        var fraction = match.Groups["fraction"].Value;
        if (whole.Length + fraction.Length == 0) return false;
        var suffix = match.Groups["suffix"].Value;
        BigInteger multiplier = 1, divisor = BigInteger.Pow(10, fraction.Length);
        var family = QuantitySuffix.Decimal;
        if (match.Groups["exponent"].Success)
        {
            if (!int.TryParse(match.Groups["exponent"].Value, NumberStyles.AllowLeadingSign, null, out var exponent) || Math.Abs(exponent) > 100) return false;
            family = QuantitySuffix.Exponent;
            if (exponent < 0) divisor *= BigInteger.Pow(10, -exponent);
            else multiplier = BigInteger.Pow(10, exponent);
        }
        else if (suffix.EndsWith('i'))
        {
            family = QuantitySuffix.Binary;
            multiplier = BigInteger.Pow(1024, Array.IndexOf(Binary, suffix));
        }
        else
        {
            var power = Array.IndexOf(Decimal, suffix) - 3;
            if (power < 0) divisor *= BigInteger.Pow(1000, -power);
            else multiplier = BigInteger.Pow(1000, power);
        }

        var nanos = BigInteger.DivRem(BigInteger.Parse("0" + whole + fraction) * multiplier * NanosPerUnit, divisor, out var remainder);
        if (!remainder.IsZero) nanos += 1;
        quantity = new Quantity(match.Groups["sign"].Value == "-" ? -nanos : nanos, family);
        return true;
    }

    /// <returns>The canonical form.</returns>
    public override string ToString()
    {
        if (Nanos.IsZero) return "0";
        var units = BigInteger.DivRem(Nanos, NanosPerUnit, out var remainder);
        // Below 1024, and where a fraction is left, binary suffixes have no form.
        if (Suffix == QuantitySuffix.Binary && remainder.IsZero && BigInteger.Abs(units) >= 1024)
        {
            var power = 0;
            while (power < Binary.Length - 1 && (units % 1024).IsZero)
            {
                units /= 1024;
                power++;
            }
            return units + Binary[power];
        }

        var (mantissa, step) = (Nanos, 0);
        while (step < Decimal.Length - 1 && (mantissa % 1000).IsZero)
        {
            mantissa /= 1000;
            step++;
        }
        if (Suffix == QuantitySuffix.Exponent && step != 3) return $"{mantissa}e{(step - 3) * 3}";
        return mantissa + Decimal[step];
    }

    [GeneratedRegex("^(?<sign>[+-]?)(?<whole>[0-9]*)(\\.(?<fraction>[0-9]*))?((?<suffix>[numkMGTPE]|[KMGTPE]i|)|[eE](?<exponent>[+-]?[0-9]+))$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>Numbers that carry a check digit.</summary>
internal static class CheckDigits
{
    public static bool IsCreditCard(string text)
    {
        var digits = Plain(text);
        return digits.Length is >= 13 and <= 16 && digits.All(char.IsAsciiDigit) && digits[0] is >= '2' and <= '6' && Luhn(digits) % 10 == 0;
    }

    public static bool IsIsbn10(string text)
    {
        var digits = Plain(text);
        return digits.Length == 10 && digits[..9].All(char.IsAsciiDigit) && (char.IsAsciiDigit(digits[9]) || digits[9] == 'X')
            && digits.Select((digit, index) => (digit == 'X' ? 10 : digit - '0') * (index + 1)).Sum() % 11 == 0;
    }

    public static bool IsIsbn13(string text)
    {
        var digits = Plain(text);
        return digits.Length == 13 && digits.All(char.IsAsciiDigit) && digits.Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 1 : 3)).Sum() % 10 == 0;
    }

    private static string Plain(string text) => text.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static int Luhn(string digits) => digits.Reverse().Select((digit, index) => (digit - '0') * (index % 2 + 1)).Sum(value => value > 9 ? value - 9 : value);
}

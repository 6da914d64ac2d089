namespace Billing.Rating;

/// <summary>Plain decimals as documents hold them: <c>0</c>, <c>-12.5</c>; no exponent, no plus, no leading or trailing zeros, no <c>-0</c>.</summary>
public static class DecimalText
{
    /// <summary>Most digits before the point.</summary>
    public const int LongestWhole = 18;

    public static bool IsPlain(ReadOnlySpan<char> text, int maxPlaces)
    {
        var isNegative = text.StartsWith("-");
        var digits = isNegative ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var places = point < 0 ? [] : digits[(point + 1)..];
        if (whole.Length is 0 or > LongestWhole || !IsDigits(whole) || (whole.Length > 1 && whole[0] == '0'))
            return false;
        if (point >= 0 && (places.Length == 0 || places.Length > maxPlaces || !IsDigits(places) || places[^1] == '0'))
            return false;
        return !isNegative || point >= 0 || whole[0] != '0';
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}

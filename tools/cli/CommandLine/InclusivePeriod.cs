using System.Globalization;
using Billing.Contracts;

namespace Billing.Cli;

/// <summary>People say inclusive days, <c>2025-01-01:2025-01-31</c>; inside, a period is half-open.</summary>
public static class InclusivePeriod
{
    /// <summary>Throws a usage error naming what cannot be read, and <c>period.invalid</c> for a period that ends before it starts.</summary>
    public static DateRange Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || !TryDate(parts[0], out var first) || !TryDate(parts[1], out var last))
            throw CliException.Usage($"'{text}' is not a period.", "Write its first and last day, both inclusive: 2025-01-01:2025-01-31.", text);
        if (last < first)
        {
            throw new CliException(
                new BillingError(ErrorCodes.PeriodInvalid, $"The period {text} ends before it starts.", "Write its first day, then its last: 2025-01-01:2025-01-31.", text),
                ExitCodes.Usage);
        }

        return new DateRange(first, last.AddDays(1));
    }

    public static DateOnly ParseDay(string text, string option) =>
        TryDate(text, out var day) ? day : throw CliException.Usage($"{option} '{text}' is not a date.", "Write it as 2025-01-31.", text);

    /// <summary>First and last day, both inclusive.</summary>
    public static string Format(DateOnly start, DateOnly end) => string.Create(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd} to {end.AddDays(-1):yyyy-MM-dd}");

    private static bool TryDate(string text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}

using System.Globalization;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Golden;

/// <summary>A scenario's period as half-open days, and as its source writes it.</summary>
/// <param name="EndAsWritten">The end date of the file: the last day where the convention is <c>inclusive-*</c>, else the first day not covered.</param>
/// <param name="RunDate">The day on which the legacy engine ran.</param>
public sealed record GoldenPeriod(BillingPeriod Period, string EndConvention, string EndAsWritten, DateOnly RunDate)
{
    public const string Exclusive = "exclusive";

    private const string Inclusive = "inclusive-";

    /// <exception cref="BillingException"><c>fact.invalid</c>; <c>period.invalid</c> for a period that ends before it starts.</exception>
    public static GoldenPeriod Of(GoldenScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var period = scenario.Context.RequiredObject("period");
        var start = period.RequiredDate("start_date");
        var written = period.RequiredDate("end_date");
        var convention = period.RequiredText("end_convention");
        if (convention != Exclusive && !convention.StartsWith(Inclusive, StringComparison.Ordinal))
        {
            throw new BillingException(
                ErrorCodes.FactInvalid, $"Scenario {scenario.Id} has the end convention '{convention}'.", "Write exclusive, inclusive-explicit or inclusive-computed.", scenario.Id);
        }

        var end = convention == Exclusive ? written : written.AddDays(1);
        if (end <= start)
        {
            throw new BillingException(
                ErrorCodes.PeriodInvalid,
                string.Create(CultureInfo.InvariantCulture, $"The period of scenario {scenario.Id} starts on {start:yyyy-MM-dd} and ends before, on {written:yyyy-MM-dd} ({convention})."),
                "Correct the dates of its context.",
                scenario.Id);
        }

        return new GoldenPeriod(
            new BillingPeriod(start, end, period.RequiredText("billing_cycle"), period.RequiredText("billing_cycle_id")),
            convention,
            written.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            scenario.Context.RequiredDate("run_date"));
    }
}

using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>The end of the billed period as dates of its source, for rules that look at those and not at the half-open end.</summary>
/// <param name="AsWritten">The last day where the source's convention is to name that, stored or computed; else the first day not covered.</param>
/// <param name="AsStored">The last day only where the source stores it as the end.</param>
internal sealed record CycleEnd(DateOnly AsWritten, DateOnly AsStored)
{
    private const string Pack = "BillingCyclesPack";

    public static CycleEnd Of(CompanyInput input)
    {
        var period = input.Context.Period;
        var lastDay = period.End.AddDays(-1);
        return Convention(input) switch
        {
            "inclusive-explicit" => new CycleEnd(lastDay, lastDay),
            "inclusive-computed" => new CycleEnd(lastDay, period.End),
            _ => new CycleEnd(period.End, period.End),
        };
    }

    /// <summary>Null when the cycle has no row.</summary>
    private static string? Convention(CompanyInput input)
    {
        if (!input.Facts.TryGetValue(Pack, out var rows))
            return null;
        foreach (var element in rows)
        {
            var row = new FactRow(Pack, element, "billing_cycle_id");
            if (string.Equals(row.Text("billing_cycle_id"), input.Context.Period.BillingCycleId, StringComparison.Ordinal))
                return row.OptionalText("end_convention");
        }

        return null;
    }
}

using System.Text.Json;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>The rates of a snapshot's TaxRatesPack by region and date.</summary>
public sealed class TaxRates
{
    private const string Pack = "TaxRatesPack";

    private readonly IReadOnlyList<JsonElement> _rows;

    public TaxRates(IReadOnlyList<JsonElement> rows) => _rows = rows;

    /// <summary>The snapshot's rates.</summary>
    /// <exception cref="BillingException"><c>fact.pack_missing</c>: the snapshot has no TaxRatesPack.</exception>
    public static TaxRates Of(CompanyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Facts.TryGetValue(Pack, out var rows)
            ? new TaxRates(rows)
            : throw new BillingException(
                ErrorCodes.PackMissing,
                $"The input has no {Pack}, without which no tax can be computed.",
                "Give the fact source a view of that name; an empty one says that there are no rates.",
                Pack);
    }

    /// <summary>The region's rates that are in force at the date, by id.</summary>
    /// <exception cref="BillingException"><c>fact.invalid</c>: a row of the region is not as the catalog says.</exception>
    public IReadOnlyList<TaxRate> InForce(string region, DateOnly date)
    {
        var rates = new List<TaxRate>();
        foreach (var element in _rows)
        {
            var row = new FactRow(Pack, element, "tax_rate_id");
            if (!string.Equals(row.Text("region_code"), region, StringComparison.Ordinal))
                continue;
            var rate = Read(row);
            if (rate.IsInForce(date))
                rates.Add(rate);
        }

        rates.Sort((left, right) => string.CompareOrdinal(left.TaxRateId, right.TaxRateId));
        return rates;
    }

    private static TaxRate Read(FactRow row) => new(
        row.Text("tax_rate_id"),
        row.Text("region_code"),
        row.Percent("tax_percentage"),
        row.Flag("is_composite"),
        row.Flag("is_active"),
        row.Date("start_date"),
        row.OptionalDate("end_date"),
        [.. row.Rows("components", "tax_component_id").Select(ReadComponent)],
        [.. row.Rows("thresholds", "min_amount").Select(threshold => new TaxThreshold(
            threshold.OptionalInteger("min_amount") ?? 0,
            threshold.OptionalInteger("max_amount"),
            threshold.Percent("rate")))]);

    private static TaxComponent ReadComponent(FactRow row) => new(
        row.Text("tax_component_id"),
        row.Text("name"),
        row.Percent("rate"),
        row.Integer("sequence"),
        row.Flag("is_compound"),
        row.OptionalDate("start_date"),
        row.OptionalDate("end_date"),
        [.. row.Rows("holidays", "start_date").Select(holiday => new TaxHoliday(holiday.Date("start_date"), holiday.Date("end_date")))]);
}

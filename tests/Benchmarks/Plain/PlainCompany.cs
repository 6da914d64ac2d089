using System.Text.Json;

namespace Billing.Benchmarks.Plain;

/// <summary>
/// A company in plain C#: its input document read into typed rows, fixed fees prorated and allocated, records of use priced at one rate with a minimum for the period, and the charges written as the
/// host writes them, digested. Hours, buckets, tiers, bundles, discounts and validation are not in it. A reference for speed, not a second engine.
/// </summary>
internal sealed class PlainCompany
{
    private readonly PlainInput _input;
    private readonly Dictionary<string, PlainService> _services;
    private readonly Dictionary<string, PlainUsageConfig> _usage;
    private readonly List<PlainCharge> _charges = [];

    private PlainCompany(PlainInput input)
    {
        _input = input;
        _services = input.Facts.Services.ToDictionary(service => service.ServiceId, StringComparer.Ordinal);
        _usage = input.Facts.UsageConfigs.ToDictionary(config => config.ConfigId, StringComparer.Ordinal);
    }

    public static List<PlainCharge> Charges(ReadOnlySpan<byte> document, out PlainContext context)
    {
        var company = new PlainCompany(JsonSerializer.Deserialize(document, PlainJson.Default.PlainInput)!);
        context = company._input.Context;
        company.Rate();
        return company._charges;
    }

    private void Rate()
    {
        var period = _input.Context.Period;
        foreach (var assignment in _input.Facts.Assignments.OrderBy(assignment => assignment.AssignmentId, StringComparer.Ordinal))
        {
            var start = assignment.StartDate > period.Start ? assignment.StartDate : period.Start;
            var end = assignment.EndDate is { } last && last < period.End ? last : period.End;
            if (!assignment.IsActive || assignment.Source == "bundle-row" || end <= start)
                continue;
            if (assignment.PlanType == "fixed")
                RateFixed(assignment, start, end);
            else if (assignment.PlanType == "usage")
                RateUsage(assignment, start, end);
        }
    }

    private void RateFixed(PlainAssignment assignment, DateOnly start, DateOnly end)
    {
        var period = _input.Context.Period;
        var config = _input.Facts.Fees.FirstOrDefault(fee => fee.PlanId == assignment.PlanId);
        if (config?.BaseRateCents is not { } rate)
            return;
        var (covered, days) = (end.DayNumber - start.DayNumber, period.End.DayNumber - period.Start.DayNumber);
        var fee = config.EnableProration ? (long)decimal.Round((decimal)rate * covered / days, MidpointRounding.AwayFromZero) : rate;
        var configs = _input.Facts.Configs.Where(row => row.PlanId == assignment.PlanId && row.ConfigurationType == "fixed" && _services.ContainsKey(row.ServiceId))
            .OrderBy(row => row.ServiceId, StringComparer.Ordinal).ToArray();
        var weights = Array.ConvertAll(configs, row => (_services[row.ServiceId].DefaultRateCents ?? 0) * (row.Quantity ?? 1));
        var total = weights.Sum();
        if (total == 0)
            return;
        var cents = Array.ConvertAll(weights, weight => (long)decimal.Floor(fee * weight / total));
        foreach (var at in Enumerable.Range(0, weights.Length).OrderByDescending(at => (fee * weights[at] / total) - cents[at]).Take((int)(fee - cents.Sum())))
            cents[at]++;
        for (var i = 0; i < configs.Length; i++)
        {
            var (row, service) = (configs[i], _services[configs[i].ServiceId]);
            _charges.Add(new PlainCharge("recurring", assignment, service, service.ServiceId, row.Quantity ?? 1, cents[i], start, end, null)
            {
                Reasons =
                [
                    new("base_rate_cents", rate), new("config_id", row.ConfigId), new("covered_days", covered), new("effective_fee_cents", fee), new("fmv_cents", weights[i]),
                    new("period_days", days), new("proportion", decimal.Round(weights[i] / total, 12)), new("proration_factor", decimal.Round((decimal)covered / days, 12)),
                ],
            });
        }
    }

    private void RateUsage(PlainAssignment assignment, DateOnly start, DateOnly end)
    {
        var configs = _input.Facts.Configs.Where(row => row.PlanId == assignment.PlanId).ToDictionary(row => row.ServiceId, StringComparer.Ordinal);
        var isOnly = _input.Facts.Assignments.Count(other => other.PlanType == "usage" && other.IsActive) == 1;
        foreach (var uses in _input.Events.Records.Where(IsBilled).GroupBy(record => record.ServiceId, StringComparer.Ordinal).OrderBy(uses => uses.Key, StringComparer.Ordinal))
        {
            var service = _services[uses.Key];
            var config = configs.GetValueOrDefault(uses.Key);
            var rules = config is null ? null : _usage.GetValueOrDefault(config.ConfigId);
            var rate = config?.CustomRateCents ?? service.DefaultRateCents ?? 0;
            var records = uses.ToArray();
            var missing = (rules?.MinimumUsage ?? 0) - records.Sum(record => record.Quantity);
            foreach (var record in records)
            {
                var quantity = record.Quantity + (record == records[^1] && missing > 0 ? missing : 0);
                _charges.Add(new PlainCharge("usage", assignment, service, record.UsageId, quantity, (long)decimal.Ceiling(quantity * rate), start, end, record.UsageId)
                {
                    Reasons =
                    [
                        new("config_id", config?.ConfigId ?? ""), new("exact_cents", quantity * rate), new("rate_source", config?.CustomRateCents is null ? "catalog" : "plan"),
                        new("recorded_quantity", record.Quantity), new("unit_of_measure", service.UnitOfMeasure ?? ""), new("usage_date", record.UsageDate.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
                    ],
                });
            }
        }

        bool IsBilled(PlainRecord record)
        {
            var day = DateOnly.FromDateTime(record.UsageDate.UtcDateTime);
            return !record.Invoiced && day >= start && day < end && (record.PlanId is null ? isOnly : record.PlanId == assignment.AssignmentId || record.PlanId == assignment.PlanId);
        }
    }
}

/// <param name="LineKey">Unique in the assignment.</param>
/// <param name="Ref">Event it settles.</param>
internal sealed record PlainCharge(string Type, PlainAssignment Assignment, PlainService Service, string LineKey, decimal Quantity, long Cents, DateOnly Start, DateOnly End, string? Ref)
{
    /// <summary>By name; a text, a whole number or a decimal.</summary>
    public required KeyValuePair<string, object>[] Reasons { get; init; }
}

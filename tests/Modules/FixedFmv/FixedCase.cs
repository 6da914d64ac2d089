using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <param name="Quantity">Thousandths.</param>
/// <param name="Rate">Thousandths of a cent; null when the catalogue has none.</param>
internal sealed record FixedService(string Id, int Quantity, int? Rate);

/// <summary>A fee, what it is split over, and the days of the month that its assignment covers: <paramref name="From"/> up to but without <paramref name="To"/>, counted from 0.</summary>
internal sealed record FixedCase(long FeeCents, FixedService[] Services, DateOnly Month, int From, int To, int Cut, bool Prorate)
{
    private static readonly Gen<FixedService[]> ServiceLists =
        from quantities in Gen.OneOf(Gen.Choose(0, 3).Select(whole => whole * 1_000), Gen.Choose(1, 40_000)).ArrayOf(8)
        from rates in Gen.OneOf(Gen.Choose(0, 30_000).Select(cents => cents * 1_000), Gen.Choose(1, 9_000_000), Gen.Choose(1, 999), Gen.Constant(0)).ArrayOf(8)
        from unpriced in Gen.Choose(1, 40)
        from count in Gen.Choose(1, 8)
        select Enumerable.Range(0, count).Select(i => new FixedService($"s{i}", quantities[i], i == unpriced ? null : rates[i])).ToArray();

    public static readonly Gen<FixedCase> Any =
        from fee in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(1, 999_999), Gen.Choose(1_000_000, int.MaxValue)).Select(cents => (long)cents)
        from services in ServiceLists
        from month in Gen.Choose(0, 35).Select(months => new DateOnly(2023, 2, 1).AddMonths(months))
        let days = month.AddMonths(1).DayNumber - month.DayNumber
        from start in Gen.Choose(0, days - 1)
        from first in Gen.Elements(0, start)
        from end in Gen.Choose(first + 1, days)
        from to in Gen.Elements(days, end)
        from cut in Gen.Choose(first, to)
        from prorate in Gen.Elements(true, true, false)
        select new FixedCase(fee, services, month, first, to, cut, prorate);

    /// <summary>The fee is in parts: only then there is something to add up.</summary>
    public static readonly Gen<FixedCase> Prorated = Any.Select(sample => sample with { Prorate = true });

    public int PeriodDays => Month.AddMonths(1).DayNumber - Month.DayNumber;

    public int CoveredDays => To - From;

    public JsonObject Document(object? policies = null, int? shuffle = null)
    {
        T[] Rows<T>(IEnumerable<T> rows) => shuffle is { } seed ? Exact.Shuffled(rows, seed) : [.. rows];
        var facts = new
        {
            PlanPack = new[] { new { plan_id = "p1", plan_name = "Plan", plan_type = "fixed", billing_frequency = "monthly", billing_timing = (string?)null } },
            PlanFixedConfigPack = new[] { new { plan_id = "p1", base_rate_cents = FeeCents, enable_proration = Prorate } },
            PlanServiceConfigPack = Rows(Services.Select(service => new
            {
                plan_id = "p1",
                service_id = service.Id,
                configuration_type = "fixed",
                config_id = "k" + service.Id,
                quantity = Exact.Thousandths(service.Quantity),
            })),
            CatalogPack = Rows(Services.Select(service => new
            {
                service_id = service.Id,
                service_name = "Service " + service.Id,
                default_rate_cents = service.Rate is { } rate ? Exact.Thousandths(rate) : null,
                category_id = (string?)null,
                tax_region = "US-NY",
                is_taxable = true,
            })),
            BillingCyclesPack = new[]
            {
                new
                {
                    billing_cycle_id = "cy1",
                    period_start_date = Documents.Text(Month),
                    period_end_date = Documents.Text(Month.AddMonths(1)),
                    end_convention = "exclusive",
                    is_closed = false,
                },
            },
        };
        var end = To == PeriodDays ? null : (DateOnly?)Month.AddDays(To);
        return Documents.OfAssignment("fixed", Month, Month.AddMonths(1), facts, policies: policies, from: From == 0 ? null : Month.AddDays(From), to: end);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>A charge of a company as a stage finds it.</summary>
/// <param name="Units">Thousandths.</param>
/// <param name="From">First day of the service, counted from 0 in the month.</param>
/// <param name="Of">What a discount was taken off; empty for other charges.</param>
internal sealed record Sold(string Id, string Type, string Plan, string? Category, string Service, int Units, long Cents, int From, int To, string[] Of)
{
    public static readonly DateOnly Month = new(2025, 1, 1);

    public static readonly DateOnly NextMonth = Month.AddMonths(1);

    private static readonly string[] Types = ["recurring", "time", "usage", "overage", "bundle", "manual"];

    public static readonly Gen<long> Amounts = Gen.OneOf(Gen.Choose(0, 9), Gen.Choose(0, 3_000), Gen.Choose(0, 40_000_000)).Select(cents => (long)cents);

    /// <summary>One to eight charges of three plans, two categories and four services; now and then a credit, and now and then discounts that take no more than there is.</summary>
    public static readonly Gen<Sold[]> Charges =
        from count in Gen.Choose(1, 8)
        from types in Gen.Elements(Types).ArrayOf(8)
        from plans in Gen.Choose(0, 2).ArrayOf(8)
        from categories in Gen.Choose(0, 2).ArrayOf(8)
        from services in Gen.Choose(0, 3).ArrayOf(8)
        from units in Gen.OneOf(Gen.Choose(0, 5).Select(whole => whole * 1_000), Gen.Choose(1, 9_000)).ArrayOf(8)
        from amounts in Amounts.ArrayOf(8)
        from days in Gen.Choose(0, 30).ArrayOf(16)
        from credit in Gen.Elements(-1, -1, 0, 3)
        from discounts in Discounts
        let sold = Enumerable.Range(0, count).Select(i => new Sold(
            IdOf(i),
            i == credit ? "credit" : types[i],
            "p" + plans[i],
            categories[i] == 2 ? null : "c" + categories[i],
            "s" + services[i],
            units[i],
            i == credit ? -amounts[i] : amounts[i],
            Math.Min(days[i], days[i + 8]),
            Math.Max(days[i], days[i + 8]) + 1,
            [])).ToArray()
        select WithDiscounts(sold, discounts);

    /// <summary>Shares of a hundred, of what is left, that discounts take off every charge whose place is a multiple of a step.</summary>
    private static Gen<(int Share, int Step)[]> Discounts =>
        from count in Gen.Elements(0, 0, 1, 2)
        from shares in Gen.Choose(0, 100).ArrayOf(2)
        from steps in Gen.Choose(1, 3).ArrayOf(2)
        select Enumerable.Range(0, count).Select(i => (shares[i], steps[i])).ToArray();

    public bool IsDeduction => Type == "discount";

    public JsonObject Json() => Documents.Json(new
    {
        charge_id = Id,
        charge_type = Type,
        currency_code = "USD",
        derived_from = Of,
        description = "Line " + Id,
        dimensions = Dimensions(),
        input_refs = Array.Empty<string>(),
        is_taxable = Cents > 0,
        line_key = Id,
        metadata = new { },
        net_amount_cents = Cents,
        quantity = Exact.Thousandths(Units),
        service_end = Documents.Text(Month.AddDays(To)),
        service_start = Documents.Text(Month.AddDays(From)),
        source_module = "mod.made-up@1.0.0",
        source_scope = "a-" + Plan,
        unit_price = "1",
    }).AsObject();

    public static JsonArray Json(IEnumerable<Sold> charges) => new([.. charges.Select(charge => charge.Json())]);

    public static string IdOf(int place) => place.ToString("x", CultureInfo.InvariantCulture).PadLeft(32, '0');

    private Dictionary<string, string> Dimensions()
    {
        var dimensions = new Dictionary<string, string> { ["assignment_id"] = "a-" + Plan, ["plan_id"] = Plan, ["plan_type"] = "fixed", ["service_id"] = Service };
        if (Category is not null)
            dimensions["category"] = Category;
        return dimensions;
    }

    private static Sold[] WithDiscounts(Sold[] sold, (int Share, int Step)[] discounts)
    {
        var all = sold.ToList();
        foreach (var (share, step) in discounts)
        {
            var places = Enumerable.Range(0, sold.Length).Where(place => place % step == 0 && sold[place].Type != "credit").ToArray();
            var left = new Left(all).Of(places) * share / 100;
            if (places.Length > 0)
                all.Add(new Sold(IdOf(all.Count), "discount", "p0", null, "s0", 1_000, -(long)left, 0, 31, [.. places.Select(IdOf)]));
        }

        return [.. all];
    }
}

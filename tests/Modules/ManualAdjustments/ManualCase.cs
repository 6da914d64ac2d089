using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>An item entered by hand.</summary>
/// <param name="Quantity">Thousandths.</param>
/// <param name="Rate">Thousandths of a cent.</param>
/// <param name="Percentage">Thousandths of a percent; null for an item that is no percentage.</param>
internal sealed record ManualItem(string Id, int Sequence, string? Service, int Quantity, int Rate, bool IsDiscount, int? Percentage, string? AppliesTo);

/// <summary>What plans cost a company, and what was entered for it by hand.</summary>
internal sealed record ManualCase(Sold[] Charges, ManualItem[] Items)
{
    private static readonly string[] Services = ["s0", "s1", "s2", "s3"];

    public static readonly Gen<ManualCase> Any =
        from charges in Gen.OneOf(Sold.Charges, Gen.Constant(Array.Empty<Sold>()))
        from count in Gen.Choose(1, 6)
        from sequences in Gen.Choose(0, 3).ArrayOf(6)
        from services in Gen.Elements(null, "s0", "s1", "s2").ArrayOf(6)
        from quantities in Gen.OneOf(Gen.Choose(0, 5).Select(whole => whole * 1_000), Gen.Choose(1, 9_999)).ArrayOf(6)
        from rates in Gen.OneOf(Gen.Choose(-200, 3_000).Select(cents => cents * 1_000), Gen.Choose(0, 20_000_000)).ArrayOf(6)
        from discounts in Gen.Elements(true, false).ArrayOf(6)
        from percentages in Gen.OneOf(Gen.Choose(0, 60_000).Select(share => (int?)share), Gen.Elements<int?>(null, null, 12_500, 50_000, 100_000)).ArrayOf(6)
        from applies in Gen.Elements(null, "s0", "s1").ArrayOf(6)
        select Sound(charges, [.. Enumerable.Range(0, count).Select(i => new ManualItem(
            "m" + i, sequences[i], services[i], quantities[i], rates[i], discounts[i], discounts[i] ? percentages[i] : null, discounts[i] && percentages[i] is not null ? applies[i] : null))]);

    /// <summary>Lines by item: what was sold or credited first, then the discounts, each limited to what is left of its lines.</summary>
    public IReadOnlyList<(string Id, string Type, BigInteger Cents)> Expected()
    {
        var sales = Ordered(false).Select(item =>
        {
            var cents = Exact.Rounded((BigInteger)item.Quantity * item.Rate, 1_000_000, Rounding.HalfAwayFromZero);
            return (item.Id, Type: item.Rate < 0 || cents.Sign < 0 ? "credit" : "manual", Cents: cents, item.Service);
        }).ToArray();
        Sold[] all = [.. Charges, .. sales.Select(sale => new Sold(sale.Id, sale.Type, "", null, sale.Service ?? "", 0, (long)sale.Cents, 0, 31, []))];
        var left = new Left(all);
        var lines = sales.Select(sale => (sale.Id, sale.Type, sale.Cents)).ToList();
        var given = BigInteger.Zero;
        foreach (var item in Ordered(true))
        {
            int[] places = [.. Enumerable.Range(0, all.Length).Where(place => item.Percentage is null
                ? all[place].Type is not ("discount" or "credit")
                : place >= Charges.Length && (item.AppliesTo is null || all[place].Service == item.AppliesTo))];
            BigInteger asked;
            if (item.Percentage is { } percentage)
            {
                var basis = places.Aggregate(item.AppliesTo is null ? -given : BigInteger.Zero, (sum, place) => sum + all[place].Cents);
                asked = Exact.Rounded(BigInteger.Max(basis, BigInteger.Zero) * percentage, 100_000, Rounding.HalfAwayFromZero);
            }
            else
            {
                asked = Exact.Rounded(Math.Abs(item.Rate), 1_000, Rounding.HalfAwayFromZero);
            }

            var taken = BigInteger.Max(BigInteger.Zero, BigInteger.Min(asked, left.Of(places)));
            left.Take(places, taken);
            given += taken;
            lines.Add((item.Id, "discount", -taken));
        }

        return lines;
    }

    public JsonObject Document(JsonArray? charges = null, object? policies = null) => Documents.OfCharges(
        Sold.Month,
        Sold.NextMonth,
        charges ?? Sold.Json(Charges),
        new { CatalogPack = Services.Select(id => new { service_id = id, service_name = "Service " + id, category_id = (string?)null, tax_region = "US-NY", is_taxable = true }).ToArray() },
        new { ManualItemsPack = Items.Select(Row).ToArray() },
        policies);

    private static object Row(ManualItem item) => new
    {
        item_id = item.Id,
        sequence = item.Sequence,
        service_id = item.Service,
        description = "Item " + item.Id,
        quantity = Exact.Thousandths(item.Quantity),
        rate_cents = Exact.Thousandths(item.Rate),
        is_discount = item.IsDiscount,
        discount_type = !item.IsDiscount ? null : item.Percentage is null ? "fixed" : "percentage",
        discount_percentage = item.Percentage is { } percentage ? Exact.Thousandths(percentage) : null,
        applies_to_service_id = item.AppliesTo,
        is_taxable = (bool?)null,
    };

    private IEnumerable<ManualItem> Ordered(bool discounts) => Items.Where(item => item.IsDiscount == discounts).OrderBy(item => item.Sequence).ThenBy(item => item.Id, StringComparer.Ordinal);

    /// <summary>A percentage of a service that nothing was entered for is a failure, and no case of these properties.</summary>
    private static ManualCase Sound(Sold[] charges, ManualItem[] items) => new(charges, [.. items.Select(item =>
        item.AppliesTo is { } service && !items.Any(other => !other.IsDiscount && other.Service == service) ? item with { AppliesTo = null } : item)]);
}

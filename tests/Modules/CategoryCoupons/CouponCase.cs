using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <param name="Value">Thousandths: of the whole, or of a cent.</param>
/// <param name="Needed">Cents to be spent in <paramref name="SpentOn"/>; null for none.</param>
internal sealed record Coupon(string Id, bool IsPercentage, int Value, string? Service, string? Category, long? Needed, string? SpentOn);

/// <summary>The charges of a company, and its coupons.</summary>
internal sealed record CouponCase(Sold[] Charges, Coupon[] Coupons, bool OfWhatIsLeft)
{
    public static readonly Gen<CouponCase> Any =
        from charges in Sold.Charges
        from count in Gen.Choose(1, 4)
        from percentages in Gen.Elements(true, true, false).ArrayOf(4)
        from shares in Gen.OneOf(Gen.Choose(0, 1_200), Gen.Elements(125, 250, 500)).ArrayOf(4)
        from amounts in Gen.OneOf(Gen.Choose(0, 9_000), Gen.Choose(0, int.MaxValue)).ArrayOf(4)
        from services in Gen.Elements(null, null, "s0", "s1").ArrayOf(4)
        from categories in Gen.Elements(null, "c0", "c1").ArrayOf(4)
        from needed in Gen.Elements<long?>(null, 0, 1, 1_000, 5_000_000).ArrayOf(4)
        from spent in Gen.Elements(null, "c0", "c1").ArrayOf(4)
        from left in Gen.Elements(true, false)
        select new CouponCase(
            charges, [.. Enumerable.Range(0, count).Select(i => new Coupon("v" + i, percentages[i], percentages[i] ? shares[i] : amounts[i], services[i], categories[i], needed[i], spent[i]))], left);

    /// <summary>What each coupon that holds and finds charges takes off them, by id.</summary>
    public IReadOnlyList<(string Id, BigInteger Cents)> Expected()
    {
        var left = new Left(Charges);
        var lines = new List<(string, BigInteger)>();
        foreach (var coupon in Coupons)
        {
            if (coupon.Needed is { } needed && Charges.Where(charge => IsSold(charge) && (coupon.SpentOn is null || charge.Category == coupon.SpentOn)).Sum(charge => charge.Cents) < needed)
                continue;
            int[] places = [.. Enumerable.Range(0, Charges.Length).Where(place => IsFor(coupon, Charges[place]))];
            if (places.Length == 0)
                continue;
            var basis = OfWhatIsLeft ? left.Of(places) : places.Aggregate(BigInteger.Zero, (sum, place) => sum + Charges[place].Cents);
            var worth = Exact.Rounded(coupon.IsPercentage ? basis * coupon.Value : coupon.Value, 1_000, Rounding.HalfAwayFromZero);
            var taken = BigInteger.Min(worth, left.Of(places));
            left.Take(places, taken);
            lines.Add((coupon.Id, taken));
        }

        return lines;
    }

    public JsonObject Document(JsonArray? charges = null) => Documents.OfCharges(
        Sold.Month,
        Sold.NextMonth,
        charges ?? Sold.Json(Charges),
        new
        {
            PromotionPolicyPack = Coupons.Select(coupon => new
            {
                promotion_id = coupon.Id,
                promotion_name = "Coupon " + coupon.Id,
                promotion_type = coupon.IsPercentage ? "percentage" : "fixed",
                value = Exact.Thousandths(coupon.Value),
                service_id = coupon.Service,
                category_id = coupon.Category,
                minimum_spend_cents = coupon.Needed,
                spend_category_id = coupon.SpentOn,
                start_date = "2024-01-01",
                end_date = (string?)null,
                is_active = true,
            }).ToArray(),
        },
        policies: new { coupon_base = OfWhatIsLeft ? "left" : "charged" });

    private static bool IsSold(Sold charge) => charge.Type is not ("discount" or "credit");

    private static bool IsFor(Coupon coupon, Sold charge) =>
        IsSold(charge) && charge.Cents != 0 && (coupon.Service is null || charge.Service == coupon.Service) && (coupon.Category is null || charge.Category == coupon.Category);
}

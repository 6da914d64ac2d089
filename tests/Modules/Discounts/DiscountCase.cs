using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <param name="Value">Thousandths: of the whole, of a percent from above one on, or of a cent.</param>
/// <param name="Start">First day, counted from the first of the month.</param>
/// <param name="End">First day that is not covered; null for none.</param>
internal sealed record Discount(string Id, bool IsPercentage, int Value, string[] Plans, int Start, int? End, bool IsActive);

/// <summary>The charges of a company that has plans p0 and p1 but not p2, and its discounts.</summary>
internal sealed record DiscountCase(Sold[] Charges, Discount[] Discounts, string Stacking, string Base)
{
    private static readonly string[] Held = ["p0", "p1"];

    private static readonly Gen<Discount[]> DiscountLists =
        from count in Gen.Choose(1, 4)
        from percentages in Gen.Elements(true, true, false).ArrayOf(4)
        from shares in Gen.OneOf(Gen.Choose(0, 1_000), Gen.Elements(125, 250, 500, 1_000, 12_500, 50_000)).ArrayOf(4)
        from amounts in Gen.OneOf(Gen.Choose(0, 9_000), Gen.Choose(0, int.MaxValue)).ArrayOf(4)
        from plans in Gen.Elements<string[]>(["p0"], ["p1"], ["p2"], ["p0", "p1"], ["p0", "p1", "p2"]).ArrayOf(4)
        from starts in Gen.Elements(-400, -400, -1, 0, 12, 30, 31).ArrayOf(4)
        from ends in Gen.Elements(null, null, 0, 1, (int?)20, 31, 45).ArrayOf(4)
        from active in Gen.Elements(true, true, true, false).ArrayOf(4)
        select Enumerable.Range(0, count).Select(i => new Discount("d" + i, percentages[i], percentages[i] ? shares[i] : amounts[i], plans[i], starts[i], ends[i], active[i])).ToArray();

    public static readonly Gen<DiscountCase> Any =
        from charges in Sold.Charges
        from discounts in DiscountLists
        from stacking in Gen.Elements("independent", "percentages_first", "fixed_first")
        from basis in Gen.Elements("plan", "company")
        select new DiscountCase(charges, discounts, stacking, basis);

    /// <summary>Discounts in force that find charges, in the order in which they are given, each with what it asks for and what it gets.</summary>
    public IReadOnlyList<(Discount Discount, BigInteger Asked, BigInteger Given)> Expected(Rounding rounding = Rounding.HalfAwayFromZero, bool limited = true)
    {
        var left = new Left(Charges);
        var lines = new List<(Discount, BigInteger, BigInteger)>();
        foreach (var discount in Discounts.Where(IsInForce).OrderBy(discount => discount.IsPercentage == (Stacking == "fixed_first")).ThenBy(discount => discount.Id, StringComparer.Ordinal))
        {
            int[] places = [.. Enumerable.Range(0, Charges.Length).Where(place => IsBase(Charges[place], discount))];
            if (places.Length == 0)
                continue;
            var available = left.Of(places);
            var basis = Stacking == "independent" ? places.Aggregate(BigInteger.Zero, (sum, place) => sum + Charges[place].Cents) : available;
            var asked = -Asked(discount, basis, rounding);
            var given = limited ? BigInteger.Min(asked, available) : asked;
            if (limited)
                left.Take(places, given);
            lines.Add((discount, asked, given));
        }

        return lines;
    }

    public JsonObject Document(object? policies = null, JsonArray? charges = null)
    {
        var document = Documents.OfCharges(Sold.Month, Sold.NextMonth, charges ?? Sold.Json(Charges), Facts());
        document["policies"] = Documents.Json(policies ?? new { discount_stacking = Stacking, discount_base = Base });
        return document;
    }

    private bool IsBase(Sold charge, Discount discount) =>
        charge.Type is not ("discount" or "credit" or "manual") && (Base == "company" || discount.Plans.Intersect(Held).Contains(charge.Plan));

    private static bool IsInForce(Discount discount) =>
        discount.IsActive && discount.Plans.Intersect(Held).Any() && discount.Start < 31 && (discount.End is not { } end || (end > 0 && end > discount.Start));

    /// <summary>Below zero, as its line is: rounding up and rounding away from zero differ there.</summary>
    private static BigInteger Asked(Discount discount, BigInteger basis, Rounding rounding)
    {
        if (!discount.IsPercentage)
            return Exact.Rounded(-discount.Value, 1_000, rounding);
        return Exact.Rounded(-basis * discount.Value, discount.Value > 1_000 ? 100_000 : 1_000, rounding);
    }

    private object Facts() => new
    {
        DiscountPolicyPack = Discounts.SelectMany(discount => discount.Plans.Select(plan => new
        {
            discount_id = discount.Id,
            discount_name = "Discount " + discount.Id,
            discount_type = discount.IsPercentage ? "percentage" : "fixed",
            value = Exact.Thousandths(discount.Value),
            plan_id = plan,
            company_id = "c1",
            start_date = Documents.Text(Sold.Month.AddDays(discount.Start)),
            end_date = discount.End is { } end ? Documents.Text(Sold.Month.AddDays(end)) : null,
            is_active = discount.IsActive,
        })).ToArray(),
        AssignmentPack = Held.Select(plan => new { assignment_id = "a-" + plan, plan_id = plan, start_date = "2024-01-01", end_date = (string?)null, is_active = true, source = "direct" }).ToArray(),
        BillingCyclesPack = new[] { new { billing_cycle_id = "cy1", end_convention = "exclusive", is_closed = false } },
    };
}

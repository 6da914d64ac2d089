using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <param name="Start">First day, counted from the first of the month.</param>
/// <param name="End">First day that is not covered; null for none.</param>
internal sealed record Cap(string Id, long Cents, string? Plan, string? Category, int Start, int? End, bool IsActive)
{
    /// <summary>Whether it covers a day of the month.</summary>
    public bool IsInForce => IsActive && Start < 31 && (End is not { } end || (end > 0 && end > Start));

    public bool Covers(Sold charge) =>
        charge.Type is not ("discount" or "credit" or "manual") && (Plan is null || charge.Plan == Plan) && (Category is null || charge.Category == Category);
}

/// <summary>The charges of a company, and caps on them.</summary>
internal sealed record CapCase(Sold[] Charges, Cap[] Caps)
{
    /// <summary>All in force.</summary>
    public static readonly Gen<CapCase> InForce = Cases(Gen.Constant((Start: -400, End: (int?)null, IsActive: true)));

    /// <summary>Many that begin or end on the edges of the month, or are switched off.</summary>
    public static readonly Gen<CapCase> OfAnyDates = Cases(
        from start in Gen.Elements(-31, -1, 0, 10, 30, 31, 32)
        from end in Gen.Elements(null, -1, 0, 1, (int?)10, 31, 60)
        from active in Gen.Elements(true, true, true, false)
        select (start, end, active));

    /// <summary>The lines that the caps leave, narrowest first: what is left of the capped charges above the cap.</summary>
    public IReadOnlyList<(Cap Cap, BigInteger Cents, Sold[] Of)> Expected()
    {
        var left = new Left(Charges);
        var lines = new List<(Cap, BigInteger, Sold[])>();
        foreach (var cap in Caps.Where(cap => cap.IsInForce).OrderBy(cap => (cap.Category is null ? 2 : 0) + (cap.Plan is null ? 1 : 0)).ThenBy(cap => cap.Id, StringComparer.Ordinal))
        {
            int[] places = [.. Enumerable.Range(0, Charges.Length).Where(place => cap.Covers(Charges[place]))];
            var excess = left.Of(places) - cap.Cents;
            if (excess.Sign <= 0)
                continue;
            left.Take(places, excess);
            lines.Add((cap, excess, [.. places.Select(place => Charges[place])]));
        }

        return lines;
    }

    public JsonObject Document(JsonArray? charges = null) => Documents.OfCharges(Sold.Month, Sold.NextMonth, charges ?? Sold.Json(Charges), Facts());

    private object Facts() => new
    {
        CapPolicyPack = Caps.Select(cap => new
        {
            cap_id = cap.Id,
            cap_name = "Cap " + cap.Id,
            cap_cents = cap.Cents,
            plan_id = cap.Plan,
            category_id = cap.Category,
            start_date = Documents.Text(Sold.Month.AddDays(cap.Start)),
            end_date = cap.End is { } end ? Documents.Text(Sold.Month.AddDays(end)) : null,
            is_active = cap.IsActive,
        }).ToArray(),
    };

    private static Gen<CapCase> Cases(Gen<(int Start, int? End, bool IsActive)> dates) =>
        from charges in Sold.Charges
        from count in Gen.Choose(1, 4)
        from cents in Gen.OneOf(Gen.Choose(0, 30), Gen.Choose(0, 60_000_000)).ArrayOf(4)
        from plans in Gen.Elements(null, "p0", "p1").ArrayOf(4)
        from categories in Gen.Elements(null, "c0", "c1").ArrayOf(4)
        from terms in dates.ArrayOf(4)
        select new CapCase(charges, [.. Enumerable.Range(0, count).Select(i => new Cap("k" + i, cents[i], plans[i], categories[i], terms[i].Start, terms[i].End, terms[i].IsActive))]);
}

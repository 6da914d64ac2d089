using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <param name="Units">Thousandths that are free.</param>
internal sealed record FreeUnits(string Id, int Units, string? Service, string? Category);

/// <summary>The charges of a company, and promotions that make the first units of a service free.</summary>
internal sealed record FreeCase(Sold[] Charges, FreeUnits[] Promotions)
{
    public static readonly Gen<FreeCase> Any =
        from charges in Sold.Charges
        from count in Gen.Choose(1, 3)
        from units in Gen.OneOf(Gen.Choose(0, 4).Select(whole => whole * 1_000), Gen.Choose(0, 12_000)).ArrayOf(3)
        from services in Gen.Elements(null, "s0", "s1").ArrayOf(3)
        from categories in Gen.Elements(null, null, "c0").ArrayOf(3)
        select new FreeCase(charges, [.. Enumerable.Range(0, count).Select(i => new FreeUnits("f" + i, units[i], services[i], categories[i]))]);

    /// <summary>By promotion, then service, charges that are free as a whole and the one that is in part: how many thousandths become free, and for how much.</summary>
    public IReadOnlyList<(string Key, long Units, BigInteger Cents)> Expected()
    {
        var left = new Left(Charges);
        var paid = Charges.Select(charge => (long)charge.Units).ToArray();
        var lines = new List<(string, long, BigInteger)>();
        foreach (var promotion in Promotions)
        {
            foreach (var places in Enumerable.Range(0, Charges.Length).Where(place => Counts(promotion, Charges[place])).GroupBy(place => Charges[place].Service, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                List<(bool IsPart, long Units, BigInteger Cents)> taken = [];
                foreach (var place in places)
                {
                    var free = Math.Min(promotion.Units - taken.Sum(one => one.Units), paid[place]);
                    if (free <= 0 || left[place].Sign <= 0)
                        continue;
                    var worth = free == paid[place] ? left[place] : Exact.Rounded(left[place] * free, paid[place], Rounding.HalfAwayFromZero);
                    taken.Add((worth != left[place], free, worth));
                    paid[place] -= free;
                    left.TakeOne(place, worth);
                }

                var key = $"{promotion.Id}/{places.Key}";
                foreach (var kind in taken.GroupBy(one => one.IsPart).OrderBy(group => group.Key))
                    lines.Add((kind.Key && taken.Exists(one => !one.IsPart) ? key + "/part" : key, kind.Sum(one => one.Units), kind.Aggregate(BigInteger.Zero, (sum, one) => sum + one.Cents)));
            }
        }

        return lines;
    }

    public JsonObject Document(JsonArray? charges = null) => Documents.OfCharges(Sold.Month, Sold.NextMonth, charges ?? Sold.Json(Charges), new
    {
        PromotionPolicyPack = Promotions.Select(promotion => new
        {
            promotion_id = promotion.Id,
            promotion_name = "First units",
            promotion_type = "first_n_free",
            value = Exact.Thousandths(promotion.Units),
            service_id = promotion.Service,
            category_id = promotion.Category,
            minimum_spend_cents = (long?)null,
            spend_category_id = (string?)null,
            start_date = "2024-01-01",
            end_date = (string?)null,
            is_active = true,
        }).ToArray(),
    });

    private static bool Counts(FreeUnits promotion, Sold charge) =>
        charge.Type is "recurring" or "time" or "usage" or "overage" && (promotion.Service is null || promotion.Service == charge.Service) && (promotion.Category is null || promotion.Category == charge.Category);
}

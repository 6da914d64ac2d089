using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>Each validator lets pass what is sound, and refuses the same when one thing in it is damaged: with the code for that damage.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ValidatorProperties
{
    private static readonly Gen<JsonObject> OfCharges = Sold.Charges.Select(charges => Documents.OfCharges(Sold.Month, Sold.NextMonth, Sold.Json(charges), new { }));

    internal static readonly Gen<JsonObject> OfBalances = Gen.Choose(0, 900).ArrayOf(6).Select(Balances);

    [TestCase("money-nonnegative")]
    [TestCase("currency-consistent")]
    [TestCase("taxable-lines-complete")]
    [TestCase("discount-bounds")]
    public void Sound_charges_pass(string validator) => Property.Holds(OfCharges, document => Refusals(validator, document).ShouldBeEmpty());

    [Test]
    public void An_amount_below_zero_is_refused() => Refuses("money-nonnegative", OfCharges, "money.negative", document => Damage(document, type => type is not ("discount" or "credit"), charge => charge["net_amount_cents"] = -1));

    [Test]
    public void An_amount_in_parts_of_a_cent_is_refused() => Refuses("money-nonnegative", OfCharges, "money.not_whole_cents", document => Damage(document, _ => true, charge => charge["net_amount_cents"] = "10"));

    [Test]
    public void An_amount_beyond_53_bits_is_refused() => Refuses("money-nonnegative", OfCharges, "money.out_of_range", document => Damage(document, _ => true, charge => charge["net_amount_cents"] = 1L << 53));

    [Test]
    public void Another_currency_is_refused() => Refuses("currency-consistent", OfCharges, "currency.mixed", document => Damage(document, _ => true, charge => charge["currency_code"] = "EUR"));

    [Test]
    public void A_taxed_deduction_is_refused() => Refuses("taxable-lines-complete", OfCharges, "taxable.deduction", document => Damage(document, type => type is "discount" or "credit", charge => charge["is_taxable"] = true));

    [Test]
    public void A_taxed_charge_of_no_place_is_refused() => Refuses("taxable-lines-complete", OfCharges, "taxable.region_missing", document =>
    {
        document["context"]!["company"]!["default_tax_region"] = null;
        return Damage(document, type => type is not ("discount" or "credit"), charge => (charge["is_taxable"], charge["net_amount_cents"]) = (true, 5));
    });

    [Test]
    public void A_discount_that_adds_is_refused() => Refuses("discount-bounds", OfCharges, "discount.adds", document => Damage(document, type => type is "discount", charge => charge["net_amount_cents"] = 1));

    [Test]
    public void A_discount_of_a_charge_that_is_not_there_is_refused() => Refuses("discount-bounds", OfCharges, "discount.line_unknown", document => Damage(document, type => type is "discount", charge => charge["derived_from"] = new JsonArray("gone")));

    [Test]
    public void A_discount_of_more_than_there_is_is_refused() => Refuses("discount-bounds", OfCharges, "discount.total_below_zero", document =>
    {
        var charges = document["charges"]!.AsArray();
        var sold = charges.Select(charge => charge!["net_amount_cents"]!.GetValue<long>()).Where(cents => cents > 0).Sum();
        charges.Add(new Sold(Sold.IdOf(99), "discount", "p0", null, "s0", 1_000, -sold - 1, 0, 31, []).Json());
        return charges.Any(charge => charge!["charge_type"]!.GetValue<string>() is not ("discount" or "credit"));
    });

    [Test]
    public void Sound_balances_pass_and_negative_or_doubled_ones_do_not()
    {
        Property.Holds(OfBalances, document => Refusals("bucket-balance-nonnegative", document).ShouldBeEmpty());
        foreach (var member in (string[])["opening_minutes", "granted_minutes", "used_minutes", "rolled_over_minutes", "expired_minutes", "closing_minutes"])
        {
            Refuses("bucket-balance-nonnegative", OfBalances, "bucket.balance_negative", document =>
            {
                document["balances"]![0]![member] = -1;
                return true;
            });
        }

        Refuses("bucket-balance-nonnegative", OfBalances, "bucket.balance_twice", document =>
        {
            document["balances"]!.AsArray().Add(document["balances"]![0]!.DeepClone());
            return true;
        });
    }

    private static JsonObject Balances(int[] minutes)
    {
        var document = Documents.OfCharges(Sold.Month, Sold.NextMonth, [], new { });
        document["balances"] = Documents.Json(new[]
        {
            new
            {
                assignment_id = "a1",
                service_id = "s0",
                period_start = Documents.Text(Sold.Month),
                period_end = Documents.Text(Sold.NextMonth),
                opening_minutes = minutes[0],
                granted_minutes = minutes[1],
                used_minutes = minutes[2],
                rolled_over_minutes = minutes[3],
                expired_minutes = minutes[4],
                closing_minutes = minutes[5],
            },
        });
        return document;
    }

    /// <param name="damage">Damages the document; false where it finds nothing to damage.</param>
    internal static void Refuses(string validator, Gen<JsonObject> sound, string code, Func<JsonObject, bool> damage) => Property.Holds(sound, document =>
    {
        var damaged = document.DeepClone().AsObject();
        if (damage(damaged))
            Refusals(validator, damaged).ShouldContain(code);
    });

    internal static IReadOnlyList<string> Refusals(string validator, JsonObject document) => Modules.Sound.Run(validator, document).Refusals;

    /// <summary>Damages the last charge of a type that will do.</summary>
    private static bool Damage(JsonObject document, Func<string, bool> isOfType, Action<JsonNode> damage)
    {
        var charge = document["charges"]!.AsArray().LastOrDefault(charge => isOfType(charge!["charge_type"]!.GetValue<string>()));
        if (charge is not null)
            damage(charge);
        return charge is not null;
    }
}

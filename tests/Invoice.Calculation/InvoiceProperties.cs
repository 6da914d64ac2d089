using Billing.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Invoice.Calculation.Tests;

/// <summary>What holds for any charges and any rates. The seed is fixed, so that a failure is found again.</summary>
public sealed class InvoiceProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 500, full: 10_000)).WithReplay(20_261_122, 7);

    private static readonly string[] Regions = ["US-NY", "US-TX", "CA-QC"];

    private static readonly Gen<Line> Lines =
        from cents in Gen.OneOf(Gen.Choose(-5_000, 5_000), Gen.Choose(0, 3), Gen.Choose(0, int.MaxValue))
        from region in Gen.Elements(Regions)
        from taxable in Gen.Elements(true, true, false)
        from type in Gen.Elements(ChargeType.Recurring, ChargeType.Usage, ChargeType.Time, ChargeType.Discount)
        from assignment in Gen.Elements("a1", "a2", "a3")
        select new Line(type == ChargeType.Discount ? -Math.Abs(cents) : cents, region, taxable, type, assignment);

    private static readonly Gen<Case> Cases =
        from lines in Lines.NonEmptyListOf()
        from rates in Gen.Choose(0, 30_000_000).ListOf(Regions.Length)
        from aggregation in Gen.Elements("region", "line")
        from rounding in Gen.Elements("up", "down", "half_away_from_zero", "half_even")
        from remainder in Gen.Elements("smallest_line_last", "largest_remainder")
        from taxBase in Gen.Elements("before_discounts", "after_discounts")
        from consolidatedRegion in Gen.Elements("each_charge", "default_if_mixed")
        from consolidatedTaxability in Gen.Elements("each_charge", "all_if_any")
        from shuffle in Gen.Choose(0, int.MaxValue)
        select new Case(
            [.. lines],
            [.. rates],
            new Dictionary<string, string>
            {
                ["tax_aggregation"] = aggregation,
                ["tax_rounding"] = rounding,
                ["tax_remainder"] = remainder,
                ["tax_base"] = taxBase,
                ["tax_consolidated_region"] = consolidatedRegion,
                ["tax_consolidated_taxability"] = consolidatedTaxability,
            },
            shuffle);

    [Test]
    public void Parts_add_up_to_wholes() => Check(sample =>
    {
        var document = sample.Invoice(sample.Charges());
        foreach (var item in document.Items)
        {
            item.Details.Sum(detail => detail.NetCents).ShouldBe(item.NetCents);
            item.Details.Sum(detail => detail.TaxCents).ShouldBe(item.TaxCents);
        }

        document.Items.Sum(item => item.NetCents).ShouldBe(document.SubtotalCents);
        document.Items.Sum(item => item.TaxCents).ShouldBe(document.TaxCents);
        document.TaxLines.Sum(line => line.TaxCents).ShouldBe(document.TaxCents);
        document.TaxLines.ShouldAllBe(line => line.Parts.Sum(part => part.TaxCents) == line.TaxCents);
        document.TotalCents.ShouldBe(document.SubtotalCents + document.TaxCents);
        document.Items.SelectMany(item => item.Details).Count().ShouldBe(sample.Lines.Length);
    });

    [Test]
    public void The_order_of_charges_changes_no_amount() => Check(sample =>
    {
        var charges = sample.Charges();
        var shuffled = charges.ToArray();
        new Random(sample.Shuffle).Shuffle(shuffled);

        var one = sample.Invoice(charges);
        var other = sample.Invoice(shuffled);

        Amounts(other).ShouldBe(Amounts(one));
        other.TaxLines.Select(line => (line.Region, line.BaseCents, line.TaxCents)).ShouldBe(one.TaxLines.Select(line => (line.Region, line.BaseCents, line.TaxCents)));
    });

    [Test]
    public void Only_taxable_positive_lines_are_taxed_and_none_is_negative() => Check(sample =>
    {
        var charges = sample.Charges();
        var byId = charges.ToDictionary(charge => charge.ChargeId!);
        foreach (var detail in sample.Invoice(charges).Items.SelectMany(item => item.Details))
        {
            detail.TaxCents.ShouldBeGreaterThanOrEqualTo(0);
            if (!detail.IsTaxable || detail.NetCents <= 0 || byId[detail.ChargeId].ChargeType == ChargeType.Discount)
                detail.TaxCents.ShouldBe(0);
        }
    });

    [Test]
    public void The_tax_of_a_region_is_its_base_times_its_rate_rounded_up() => Check(sample =>
    {
        var standard = sample with { Policies = new Dictionary<string, string>() };
        foreach (var line in standard.Invoice(standard.Charges()).TaxLines)
        {
            var exact = (Int128)line.BaseCents * sample.Rates[Array.IndexOf(Regions, line.Region)];
            var up = (long)((exact + Percentage.Whole - 1) / Percentage.Whole);
            line.TaxCents.ShouldBe(up);
        }
    });

    private static List<(string, long, long)> Amounts(InvoiceDocument document) =>
        [.. document.Items.SelectMany(item => item.Details).Select(detail => (detail.ChargeId, detail.NetCents, detail.TaxCents)).OrderBy(detail => detail.ChargeId, StringComparer.Ordinal)];

    private static void Check(Action<Case> property) => Prop.ForAll(Cases.ToArbitrary(), property).Check(Fixed);

    public sealed record Line(long Cents, string Region, bool Taxable, ChargeType Type, string Assignment);

    public sealed record Case(Line[] Lines, int[] Rates, IReadOnlyDictionary<string, string> Policies, int Shuffle)
    {
        public Charge[] Charges() =>
            [.. Lines.Select((line, i) => Given.Charge($"c{i:D4}", line.Cents, line.Region, line.Taxable, line.Type, line.Assignment))];

        public InvoiceDocument Invoice(IReadOnlyList<Charge> charges)
        {
            var rates = Regions.Select((region, i) => Given.Rate("r" + region, region, new Percentage(Rates[i]).ToString())).ToArray();
            var outcome = Given.Invoice(Given.Input(rates), charges, Policies);
            outcome.Error.ShouldBeNull();
            return outcome.Document!;
        }
    }
}

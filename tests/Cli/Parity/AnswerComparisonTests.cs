using System.Text.Json;
using Billing.Cli.Parity;

namespace Billing.Cli.Tests.Parity;

public sealed class AnswerComparisonTests
{
    private const string TwoCharges = """
        { "charges": [ { "type": "fixed", "service_id": "a", "total_cents": 100 }, { "type": "fixed", "service_id": "b", "total_cents": 0 } ] }
        """;

    [TestCase("""{ "charges": [ { "type": "fixed", "service_id": "b", "total_cents": 0 }, { "type": "fixed", "service_id": "a", "total_cents": 101 } ] }""", true, TestName = "Charges_match_in_any_order_to_one_cent")]
    [TestCase("""{ "charges": [ { "type": "fixed", "service_id": "b", "total_cents": 0 }, { "type": "fixed", "service_id": "a", "total_cents": 102 } ] }""", false, TestName = "Charges_two_cents_apart_differ")]
    [TestCase("""{ "charges": [ { "type": "fixed", "service_id": "a", "total_cents": 100 } ] }""", false, TestName = "Zero_lines_count")]
    [TestCase("""{ "charges": [ { "type": "usage", "service_id": "a", "total_cents": 100 }, { "type": "fixed", "service_id": "b", "total_cents": 0 } ] }""", false, TestName = "Types_count")]
    [TestCase("""{ "error": "assignment.none: nobody", "charges": [] }""", false, TestName = "An_error_does_not_match_charges")]
    public void Charges(string actual, bool matches) => Matches(ParityPart.Charges, TwoCharges, actual).ShouldBe(matches);

    [Test]
    public void Any_error_matches_any_error_in_every_part()
    {
        const string Legacy = """{ "error": "No active billing plans found", "charges": [] }""";
        const string Ours = """{ "error": "assignment.none: Company c has no assignment", "charges": [] }""";

        foreach (var part in Enum.GetValues<ParityPart>())
            Matches(part, Legacy, Ours).ShouldBeTrue(part.ToString());
    }

    [Test]
    public void Lines_a_cent_apart_find_their_partners()
    {
        // 100 may pair with 101 or 99, but 98 only with 99: the first choice has to give way.
        const string Expected = """{ "charges": [ { "type": "time", "service_id": "a", "total_cents": 100 }, { "type": "time", "service_id": "a", "total_cents": 98 } ] }""";
        const string Actual = """{ "charges": [ { "type": "time", "service_id": "a", "total_cents": 99 }, { "type": "time", "service_id": "a", "total_cents": 101 } ] }""";

        Matches(ParityPart.Charges, Expected, Actual).ShouldBeTrue();
    }

    [Test]
    public void A_legacy_discount_of_a_fraction_of_a_cent_matches_the_rounded_one() =>
        Matches(
            ParityPart.Discounts,
            """{ "discounts": [ { "discount_id": "d", "amount_cents": 6479.4 } ] }""",
            """{ "discounts": [ { "discount_id": "d", "amount_cents": 6479 } ] }""").ShouldBeTrue();

    [TestCase("net_cents\": 300, \"tax_cents\": 30, \"tax_region\": \"US-NY", "net_cents\": 300, \"tax_cents\": 30, \"tax_region\": \"US-TX", false, TestName = "The_region_of_an_item_counts")]
    [TestCase("tax_cents\": 30, \"total_cents\": 330", "tax_cents\": 33, \"total_cents\": 333", false, TestName = "The_totals_count")]
    [TestCase("allocated_cents\": 200, \"tax_cents\": 20", "allocated_cents\": 200, \"tax_cents\": 22", false, TestName = "The_details_count")]
    [TestCase("allocated_cents\": 200, \"tax_cents\": 20", "allocated_cents\": 200, \"tax_cents\": 21", true, TestName = "One_cent_of_a_detail_does_not")]
    public void Invoices(string text, string changed, bool matches)
    {
        const string Expected = """
            { "invoice": { "items": [ { "net_cents": 300, "tax_cents": 30, "tax_region": "US-NY", "details": [
              { "allocated_cents": 100, "tax_cents": 10 }, { "allocated_cents": 200, "tax_cents": 20 } ] } ],
              "subtotal_cents": 300, "tax_cents": 30, "total_cents": 330 } }
            """;
        Expected.ShouldContain(text);

        Matches(ParityPart.Invoice, Expected, Expected.Replace(text, changed, StringComparison.Ordinal)).ShouldBe(matches);
    }

    [Test]
    public void No_invoice_matches_no_invoice_only()
    {
        const string None = """{ "charges": [], "invoice": null }""";
        const string Zero = """{ "charges": [], "invoice": { "items": [], "subtotal_cents": 0, "tax_cents": 0, "total_cents": 0 } }""";

        Matches(ParityPart.Invoice, None, None).ShouldBeTrue();
        Matches(ParityPart.Invoice, None, Zero).ShouldBeFalse();
        Matches(ParityPart.Invoice, Zero, None).ShouldBeFalse();
    }

    [Test]
    public void Open_ties_may_give_the_remainder_to_another_item_of_the_same_amount()
    {
        const string Expected = """
            { "invoice": { "items": [
              { "net_cents": 100, "tax_cents": 8, "tax_region": "R", "details": [ { "allocated_cents": 100, "tax_cents": 8 } ] },
              { "net_cents": 250, "tax_cents": 15, "tax_region": "R", "details": [ { "allocated_cents": 100, "tax_cents": 5 }, { "allocated_cents": 150, "tax_cents": 10 } ] } ],
              "subtotal_cents": 350, "tax_cents": 23, "total_cents": 373 } }
            """;
        const string Actual = """
            { "invoice": { "items": [
              { "net_cents": 100, "tax_cents": 5, "tax_region": "R", "details": [ { "allocated_cents": 100, "tax_cents": 5 } ] },
              { "net_cents": 250, "tax_cents": 18, "tax_region": "R", "details": [ { "allocated_cents": 100, "tax_cents": 8 }, { "allocated_cents": 150, "tax_cents": 10 } ] } ],
              "subtotal_cents": 350, "tax_cents": 23, "total_cents": 373 } }
            """;

        Matches(ParityPart.Invoice, Expected, Actual).ShouldBeFalse();
        Matches(ParityPart.Invoice, Expected, Actual, tiesAreOpen: true).ShouldBeTrue();
    }

    private static bool Matches(ParityPart part, string expected, string actual, bool tiesAreOpen = false) =>
        AnswerComparison.Matches(part, Answer(expected), Answer(actual), tiesAreOpen);

    private static GoldenAnswer Answer(string json) => GoldenAnswer.Read(JsonDocument.Parse(json).RootElement);
}

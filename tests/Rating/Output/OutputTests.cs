using System.Text;
using System.Text.Json;
using Billing.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class OutputTests
{
    private static readonly string Good = RatingBench.Line("k");

    [TestCase("\"charge_type\":\"recurring\"", "\"charge_type\":\"subscription\"", "charges[0].charge_type", "'subscription' is not a charge type")]
    [TestCase("\"charge_type\":\"recurring\",", "", "charges[0].charge_type", "is missing")]
    [TestCase("\"line_key\":\"k\",", "", "charges[0].line_key", "is missing")]
    [TestCase("\"line_key\":\"k\"", "\"line_key\":\"\"", "charges[0].line_key", "is empty")]
    [TestCase("\"net_amount_cents\":100", "\"net_amount_cents\":100.5", "charges[0].net_amount_cents", "is not an integer")]
    [TestCase("\"net_amount_cents\":100", "\"net_amount_cents\":1e2", "charges[0].net_amount_cents", "is not an integer")]
    [TestCase("\"net_amount_cents\":100", "\"net_amount_cents\":\"100\"", "charges[0].net_amount_cents", "is not an integer")]
    [TestCase("\"net_amount_cents\":100", "\"net_amount_cents\":9007199254740992", "charges[0].net_amount_cents", "±(2^53−1)")]
    [TestCase("\"net_amount_cents\":100", "\"net_amount_cents\":-9007199254740992", "charges[0].net_amount_cents", "±(2^53−1)")]
    [TestCase("\"net_amount_cents\":100", "\"net_amount_cents\":null", "charges[0].net_amount_cents", "is not an integer")]
    [TestCase("\"quantity\":\"1\"", "\"quantity\":1", "charges[0].quantity", "is not a text")]
    [TestCase("\"quantity\":\"1\"", "\"quantity\":\"1.10\"", "charges[0].quantity", "plain decimal")]
    [TestCase("\"quantity\":\"1\"", "\"quantity\":\"0.1234567\"", "charges[0].quantity", "plain decimal")]
    [TestCase("\"quantity\":\"1\"", "\"quantity\":\"01\"", "charges[0].quantity", "plain decimal")]
    [TestCase("\"quantity\":\"1\"", "\"quantity\":\"-0\"", "charges[0].quantity", "plain decimal")]
    [TestCase("\"unit_price\":\"100\"", "\"unit_price\":\"1e2\"", "charges[0].unit_price", "plain decimal")]
    [TestCase("\"currency_code\":\"USD\"", "\"currency_code\":\"EUR\"", "charges[0].currency_code", "is EUR, and the company is billed in USD")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":\"yes\"", "charges[0].is_taxable", "is not true or false")]
    [TestCase("\"service_start\":\"2025-01-01\"", "\"service_start\":\"01.01.2025\"", "charges[0].service_start", "is not a date")]
    [TestCase("\"service_end\":\"2025-02-01\"", "\"service_end\":\"2025-01-01\"", "charges[0].service_end", "is not after service_start")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"tax\":1", "charges[0].tax", "is not a member of a charge")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"is_taxable\":true", "charges[0].is_taxable", "occurs twice")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"dimensions\":{\"Category\":\"x\"}", "charges[0].dimensions", "'Category' is not lower snake case")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"dimensions\":{\"x\":1}", "charges[0].dimensions", "is not a text")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"dimensions\":{\"assignment_id\":\"b\"}", "charges[0].dimensions", "names assignment b, and the scope is a")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"metadata\":{\"x\":0.5}", "charges[0].metadata", "'x' is not a text, an integer")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"metadata\":{\"x\":[]}", "charges[0].metadata", "'x' is not a text, an integer")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"input_refs\":[\"e9\"]", "charges[0].input_refs", "names event e9, which did not go in")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"derived_from\":[\"c9\"]", "charges[0].derived_from", "names c9, which is no charge that went in")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"charge_id\":\"c9\"", "charges[0].charge_id", "is set by the host")]
    [TestCase("\"description\":\"Line k\"", "\"description\":\"Line\\u0000\"", "charges[0].description", "holds the character U+0000")]
    [TestCase("\"description\":\"Line k\"", "\"description\":\"\\ud800\"", "charges[0].description", "is not Unicode text")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"dimensions\":{\"x\":\"\\u0000\"}", "charges[0].dimensions", "holds the character U+0000")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"metadata\":{\"x\":\"\\u0000\"}", "charges[0].metadata", "holds the character U+0000")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"metadata\":{\"\\u0000\":1}", "charges[0].metadata", "holds the character U+0000")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"metadata\":{\"x\":\"\\udc00\"}", "the document", "holds text that is not Unicode")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"metadata\":{\"\\udc00\":1}", "the document", "holds text that is not Unicode")]
    [TestCase("\"is_taxable\":true", "\"is_taxable\":true,\"\\u0000\\u001b\":1", "charges[0].\uFFFD\uFFFD", "is not a member of a charge")]
    public async Task A_charge_that_breaks_its_contract_is_refused_with_place_and_reason(string good, string bad, string path, string reason)
    {
        Good.ShouldContain(good);
        var error = await Refused(RatingBench.Charges(Good.Replace(good, bad, StringComparison.Ordinal)));
        error.Message.ShouldContain($"mod.fixed@1.0.0 returned an output that breaks its contract in assignment a (plan Plan, plan-1): {path} ");
        error.Message.ShouldContain(reason);
    }

    [Test]
    public async Task A_refusal_quotes_no_more_of_an_output_than_a_reader_wants()
    {
        var error = await Refused(RatingBench.Charges(Good.Replace("\"quantity\":\"1\"", $"\"quantity\":\"{new string('9', 1 << 20)}\"", StringComparison.Ordinal)));
        error.Message.ShouldContain("charges[0].quantity '99999");
        error.Message.Length.ShouldBeLessThan(1_000);
    }

    [TestCase("", "the document is not JSON")]
    [TestCase("[]", "the document is not an object")]
    [TestCase("{}", "charges is missing")]
    [TestCase("""{"charges":{}}""", "charges is not a list")]
    [TestCase("""{"charges":[1]}""", "charges[0] is not an object")]
    [TestCase("""{"charges":[],"charges":[]}""", "charges occurs twice")]
    [TestCase("""{"charges":[],"invoice":{}}""", "invoice is not a member of this output")]
    [TestCase("""{"charges":[]} {}""", "not JSON")]
    [TestCase("""{"charges":[],"warnings":[{"code":"x"}]}""", "warnings[0].message is missing")]
    [TestCase("""{"charges":[],"warnings":[{"code":"Not a code","message":""}]}""", "warnings[0].code 'Not a code' is not a code")]
    [TestCase("""{"charges":[],"consumed":[{"pack":"TimeEntriesPack","event_id":"e9","part":"whole","reason":"x"}]}""", "consumed[0].event_id names event e9")]
    [TestCase("""{"charges":[],"balances":[{"assignment_id":"a"}]}""", "balances[0] needs")]
    [TestCase("""{"error":{"code":"x"}}""", "error.message is missing")]
    public async Task An_output_that_breaks_its_contract_is_refused(string output, string reason) => (await Refused(output)).Message.ShouldContain(reason);

    [Test]
    public async Task Two_charges_with_one_line_key_are_refused() =>
        (await Refused(RatingBench.Charges(RatingBench.Line("same"), RatingBench.Line("same", 5)))).Message.ShouldContain("two charges have line_key 'same'");

    [Test]
    public async Task A_balance_of_another_assignment_is_refused() => (await Refused("""
        {"charges":[],"balances":[{"assignment_id":"b","service_id":"s","period_start":"2025-01-01","period_end":"2025-02-01","opening_minutes":0,"granted_minutes":60,"used_minutes":0,
        "rolled_over_minutes":0,"expired_minutes":0,"closing_minutes":60,"expires":null}]}
        """)).Message.ShouldContain("balances[0].assignment_id is b, and the scope is a");

    [Test]
    public async Task A_modules_own_refusal_is_the_companys_error()
    {
        using var bench = Bench("""{"error":{"code":"fixed.service_missing","message":"plan-1 has no service","subject":"plan-1"}}""");
        var outcome = await bench.Rate(new InputBuilder().Assignment("a"));
        outcome.Error.ShouldBe(new BillingError("fixed.service_missing", "mod.fixed@1.0.0 refuses assignment a (plan Plan, plan-1): plan-1 has no service", "Correct what it names in the facts, or bind another module, and bill the company again.", "plan-1"));
        outcome.IsFinal.ShouldBeTrue();
        outcome.Executions.ShouldHaveSingleItem().Outcome.ShouldBe("fixed.service_missing");
    }

    [Test]
    public async Task The_host_stamps_id_source_scope_and_dimensions()
    {
        using var bench = new RatingBench();
        var manifest = RatingBench.Manifest("mod.fixed", ModuleType.Producer) with { Emits = new ManifestEmits { DimensionsDefault = new Dictionary<string, string> { ["category"] = "support", ["x_own"] = "y" } } };
        bench.Publish(manifest, _ => RatingBench.Charges(RatingBench.Line("k", more: ""","dimensions":{"category":"hosting"},"metadata":{"b":true,"a":7}""")));
        bench.Bind("mod.fixed", new BindingSelector("tenant", null));
        var charge = (await bench.Rated(new InputBuilder().Assignment("a"))).Charges.ShouldHaveSingleItem();
        charge.ChargeId.ShouldBe(Digest.Of("""["tenant-1","company-1","cycle-1","a","mod.fixed","k"]"""u8)[..32]);
        charge.SourceModule.ShouldBe("mod.fixed@1.0.0");
        charge.SourceScope.ShouldBe("a");
        charge.Dimensions!.Select(dimension => $"{dimension.Key}={dimension.Value}").ShouldBe(["assignment_id=a", "category=hosting", "plan_id=plan-1", "plan_type=fixed", "x_own=y"]);
        charge.Metadata!.Keys.ShouldBe(["a", "b"]);
    }

    [Test]
    public async Task A_charge_set_is_written_as_its_record_would_be()
    {
        using var bench = Bench(RatingBench.Charges(
            RatingBench.Line("line \\\"quoted\\\" é \\u0001", -5, ""","metadata":{"z":"“text”\n","flag":false,"n":-0},"tax_region_hint":"US-NY","dimensions":{"x_a":"\u20ac"}"""),
            RatingBench.Line("b")));
        var rated = (await bench.Rate(new InputBuilder().Assignment("a"))).Rated!;
        var bytes = Encoding.UTF8.GetString(rated.Bytes.Span);
        bytes.ShouldBe(Encoding.UTF8.GetString(CanonicalJson.Serialize(rated.ChargeSet, BillingJson.Default.ChargeSet)));
        CanonicalJson.IsCanonical(rated.Bytes.Span).ShouldBeTrue();
        rated.Digest.ShouldBe(Digest.Of(rated.Bytes.Span));
        var read = JsonSerializer.Deserialize(rated.Bytes.Span, BillingJson.Default.ChargeSet)!;
        read.Charges.Select(charge => charge.NetAmountCents).ShouldBe([-5L, 100L]);
    }

    [Test]
    public void Whatever_a_module_returns_the_company_is_rated_or_refused_and_nothing_else()
    {
        var output = string.Empty;
        using var bench = new RatingBench().Producer("fixed", _ => output);
        var whole = RatingBench.Charges(RatingBench.Line("a", more: ""","metadata":{"n":1,"f":true},"dimensions":{"x_a":"b"},"input_refs":[],"derived_from":[]"""), RatingBench.Line("b"))[..^1]
            + ""","warnings":[{"code":"x.y","message":"z","subject":"s"}],"consumed":[],"balances":[]}""";
        var cut = Gen.Choose(0, whole.Length - 1).Three().Zip(Gen.Elements("", "{", "]", "\"", "null", "1.5", ",", "\\ud800", "\"a\":", "-", "[[[")).ToArbitrary();
        Prop.ForAll(cut, sample =>
        {
            var ((from, length, at), insert) = sample;
            output = whole.Remove(from, Math.Min(length % 12, whole.Length - from));
            output = output.Insert(Math.Min(at, output.Length), insert);
            var outcome = bench.Rate(new InputBuilder().Assignment("a")).GetAwaiter().GetResult();
            return outcome.Rated is not null || outcome.Error!.Code == "module.output_invalid";
        }).Check(Config.QuickThrowOnFailure.WithReplay(99, 17).WithMaxTest(TestScale.Of(quick: 600, full: 12_000)));
    }

    [Test]
    public void Charge_types_are_named_as_in_the_contract()
    {
        foreach (var type in Enum.GetValues<ChargeType>())
            $"\"{type.Name()}\"".ShouldBe(JsonSerializer.Serialize(type, BillingJson.Default.ChargeType));
    }

    private static RatingBench Bench(string output) => new RatingBench().Producer("fixed", _ => output);

    private static async Task<BillingError> Refused(string output)
    {
        using var bench = Bench(output);
        var outcome = await bench.Rate(new InputBuilder().Assignment("a"));
        outcome.IsFinal.ShouldBeTrue();
        outcome.Executions.ShouldHaveSingleItem().Outcome.ShouldBe("module.output_invalid");
        outcome.Error!.Code.ShouldBe("module.output_invalid");
        return outcome.Error;
    }
}

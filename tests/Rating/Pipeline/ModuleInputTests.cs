using System.Text;
using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class ModuleInputTests
{
    [Test]
    public async Task A_producer_gets_its_scope_context_policies_and_only_the_rows_its_filters_admit()
    {
        var requires = new ManifestRequires
        {
            Facts =
            [
                RatingBench.Needs("PlanFixedConfigPack", "plan_id") with { Filters = new Dictionary<string, System.Text.Json.JsonElement> { ["plan_id"] = InputBuilder.Json("\"${scope.plan_id}\"") } },
                RatingBench.Needs("CatalogPack", "service_id") with { Filters = new Dictionary<string, System.Text.Json.JsonElement> { ["tax_region"] = InputBuilder.Json("""["US-NY",null]""") } },
            ],
        };
        string? seen = null;
        using var bench = new RatingBench();
        var manifest = RatingBench.Manifest("mod.fixed", ModuleType.Producer, requires: requires) with { Policies = ["fixed_allocation", "no_such_policy"] };
        bench.Publish(manifest, input =>
        {
            seen = input;
            return RatingBench.Charges();
        });
        bench.Bind("mod.fixed", new BindingSelector("plan_type", "fixed"), args: InputBuilder.Json("""{ "b": 1, "a": [] }"""));
        await bench.Rated(new InputBuilder().Assignment("a")
            .Fact("PlanFixedConfigPack", """{"plan_id":"plan-2","base_rate_cents":2}""").Fact("PlanFixedConfigPack", """{"plan_id":"plan-1","base_rate_cents":1,"extra":"kept"}""")
            .Fact("CatalogPack", """{"service_id":"s2","tax_region":"US-NY"}""").Fact("CatalogPack", """{"service_id":"s1","tax_region":null}""")
            .Fact("CatalogPack", """{"service_id":"s3","tax_region":"US-CA"}""")
            .Balance("""{"assignment_id":"b","minutes":1}""").Balance("""{"assignment_id":"a","minutes":2}"""));
        seen.ShouldBe(
            """
            {"abi":1,"args":{"a":[],"b":1},"balances":[{"assignment_id":"a","minutes":2}],"context":{"company":{"company_id":"company-1","company_name":"Company","credit_balance_cents":0,
            "currency_code":"USD","default_tax_region":"US-NY","is_reverse_charge":false,"is_tax_exempt":false,"region_code":null,"time_zone":null},"now":"2025-02-01T06:00:00Z",
            "period":{"billing_cycle":"monthly","billing_cycle_id":"cycle-1","end":"2025-02-01","start":"2025-01-01"},"seed":"00ff","tenant_id":"tenant-1"},
            "facts":{"CatalogPack":[{"service_id":"s1","tax_region":null},{"service_id":"s2","tax_region":"US-NY"}],"PlanFixedConfigPack":[{"base_rate_cents":1,"extra":"kept","plan_id":"plan-1"}]},
            "policies":{"fixed_allocation":"largest_remainder"},"scope":{"assignment_id":"a","billing_cycle":"monthly","bundle_id":null,"bundle_name":null,"company_bundle_id":null,
            "company_id":"company-1","end_date":null,"is_active":true,"plan_id":"plan-1","plan_name":"Plan","plan_type":"fixed","source":"direct","start_date":"2024-06-01"}}
            """.ReplaceLineEndings(""));
        CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(seen!)).ShouldBeTrue();
    }

    [Test]
    public async Task A_pack_a_module_needs_and_the_source_did_not_give_is_named_with_the_module()
    {
        using var bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges(), new ManifestRequires { Facts = [RatingBench.Needs("CatalogPack", "service_id")] });
        var error = await bench.Failed(new InputBuilder().Assignment("a"));
        error.Code.ShouldBe("fact.pack_missing");
        error.Message.ShouldBe("mod.fixed@1.0.0 needs CatalogPack, which the fact source did not give.");
    }

    [Test]
    public async Task An_optional_pack_the_source_did_not_give_is_empty()
    {
        using var bench = new RatingBench().Producer(
            "fixed", input => input.Contains("\"CatalogPack\":[]", StringComparison.Ordinal) ? RatingBench.Charges(RatingBench.Line("k")) : RatingBench.Charges(),
            new ManifestRequires { Facts = [RatingBench.Needs("CatalogPack", "service_id") with { Optional = true }] });
        (await bench.Rated(new InputBuilder().Assignment("a"))).Charges.Count.ShouldBe(1);
    }

    [Test]
    public void A_fraction_in_a_row_is_refused_with_pack_and_row()
    {
        var input = new InputBuilder().Fact("CatalogPack", """{"service_id":"s1","default_rate_cents":1}""").Fact("CatalogPack", """{"service_id":"s2","default_rate_cents":12.5}""").Build();
        var error = Should.Throw<BillingException>(() => new InputDocumentWriter(Catalogs.Facts).Write(input)).Error;
        error.Code.ShouldBe("document.invalid");
        error.Message.ShouldContain("CatalogPack, row 2: 12.5 at default_rate_cents");
    }

    [Test]
    public void Rows_are_ordered_by_the_catalogs_key_and_decimals_by_value()
    {
        var input = new InputBuilder().Assignment("b").Assignment("a")
            .Fact("RateTiersPack", """{"config_id":"c","min_quantity":"101","rate_cents":"1"}""").Fact("RateTiersPack", """{"config_id":"c","min_quantity":"11","rate_cents":"2"}""").Build();
        var document = new InputDocumentWriter(Catalogs.Facts).Write(input);
        document.Facts("RateTiersPack").Select(row => row.GetProperty("min_quantity").GetString()).ShouldBe(["11", "101"]);
        document.Facts("AssignmentPack").Select(row => row.GetProperty("assignment_id").GetString()).ShouldBe(["a", "b"]);
        CanonicalJson.IsCanonical(document.Bytes.Span).ShouldBeTrue();
        var again = InputDocument.Read(document.Bytes);
        (again.Digest, again.CompanyId, again.CurrencyCode, again.Period).ShouldBe((document.Digest, "company-1", "USD", document.Period));
        document.Bytes.Span.SequenceEqual(CanonicalJson.Serialize(
            System.Text.Json.JsonSerializer.Deserialize(document.Bytes.Span, BillingJson.Default.CompanyInput)!, BillingJson.Default.CompanyInput)).ShouldBeTrue();
    }

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("not json")]
    public void A_snapshot_that_is_no_input_is_refused(string text) =>
        Should.Throw<BillingException>(() => InputDocument.Read(Encoding.UTF8.GetBytes(text))).Error.Code.ShouldBe("document.invalid");
}

using System.Text.Json;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class What_records_refuse_and_forgive
{
    [Test]
    public void A_misspelt_member_of_a_request_is_refused_by_name() =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("""{"tenant_id":"t","due_by":"2025-02-01","company_id":["c-1"]}""", BillingJson.Default.RunBilling))
            .Message.ShouldContain("company_id");

    [Test]
    public void A_member_that_a_newer_sender_added_to_a_message_is_ignored() =>
        JsonSerializer.Deserialize(
            """{"tenant_id":"t","run_id":"0193f0a2-7c11-7b52-9d3e-52a4c1f0b6d1","batch_no":3,"attempt":1,"lane":"batch","shard":7}""",
            BillingJson.Default.PlanCompanies)!.BatchNo.ShouldBe(3);

    [Test]
    public void A_message_without_its_tenant_is_refused() =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("""{"run_id":"0193f0a2-7c11-7b52-9d3e-52a4c1f0b6d1"}""", BillingJson.Default.CancelRun))
            .Message.ShouldContain("tenant_id");

    [Test]
    public void An_enum_member_by_number_or_in_other_letters_is_refused([Values("1", "\"FINAL\"", "\"Final\"")] string mode) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize($$"""{"tenant_id":"t","mode":{{mode}}}""", BillingJson.Default.RunBilling)).Path.ShouldBe("$.mode");

    [Test]
    public void A_manifest_that_leaves_members_out_has_their_defaults()
    {
        var manifest = JsonSerializer.Deserialize(
            """{"module_id":"mod.x","name":"X","version":"1.0.0","type":"producer","abi":1,"requires":{"facts":[{"kind":"PlanPack","version_range":"*","fields":["plan_id"]}]}}""",
            BillingJson.Default.ModuleManifest)!;
        manifest.Policies.ShouldBeEmpty();
        manifest.SkipWhenEmpty.ShouldBeEmpty();
        manifest.Invariants.ShouldBeEmpty();
        manifest.PartitionBy.ShouldBe(PartitionBy.Company);
        manifest.ProgramVersionRange.ShouldBe("*");
        manifest.Requires.Events.ShouldBeEmpty();
        var pack = manifest.Requires.Facts.ShouldHaveSingleItem();
        pack.Filters.ShouldBeEmpty();
        pack.Optional.ShouldBeFalse();
    }

    [Test]
    public void Absent_values_stay_absent() =>
        JsonSerializer.Serialize(new BillingError("internal", "It failed."), BillingJson.Default.BillingError).ShouldBe("""{"code":"internal","message":"It failed."}""");
}

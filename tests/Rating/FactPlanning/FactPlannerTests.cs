using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class FactPlannerTests
{
    private readonly FactPlanner _planner = new(Catalogs.Facts);

    [Test]
    public void The_host_asks_for_its_own_packs_even_when_no_module_does()
    {
        var plan = _planner.Plan(Array.Empty<ModuleManifest>());
        plan.Packs.Select(pack => pack.Name).ShouldBe(
            ["AssignmentPack", "BilledEventsPack", "BillingCyclesPack", "CompanyPack", "CompanyTaxRatesPack", "PlanPack", "PlanServiceConfigPack", "TaxRatesPack"]);
        plan.Find("CompanyPack")!.RequestedBy.ShouldBe(["host"]);
        plan.Find("CompanyPack")!.Version.ShouldBe("1.0.0");
    }

    [Test]
    public void Fields_of_all_who_ask_are_unioned_in_the_catalogs_order()
    {
        var plan = _planner.Plan(
        [
            Asking("mod.b", Needs("CatalogPack", "is_taxable", "service_name")),
            Asking("mod.a", Needs("CatalogPack", "default_rate_cents") with { Optional = true }),
        ]);
        var pack = plan.Find("CatalogPack")!;
        pack.Fields.ShouldBe(["service_id", "service_name", "default_rate_cents", "is_taxable"]);
        pack.RequestedBy.ShouldBe(["mod.a@1.0.0", "mod.b@1.0.0"]);
        pack.Optional.ShouldBeFalse();
    }

    [Test]
    public void Only_filters_that_everyone_shares_narrow_what_is_read()
    {
        var active = Needs("DiscountPolicyPack", "value") with { Filters = Filters(("is_active", "true"), ("plan_id", "\"${scope.plan_id}\"")) };
        _planner.Plan([Asking("mod.a", active)]).Find("DiscountPolicyPack")!.Filters.Keys.ShouldBe(["is_active"]);
        _planner.Plan([Asking("mod.a", active), Asking("mod.b", active with { Filters = Filters(("is_active", "false")) })]).Find("DiscountPolicyPack")!.Filters.ShouldBeEmpty();
    }

    [Test]
    public void A_pack_nobody_knows_is_missing_and_who_asked_is_said()
    {
        var error = Problem(Asking("mod.a", Needs("WeatherPack", "rain")));
        error.Code.ShouldBe("fact.pack_missing");
        error.Message.ShouldContain("mod.a@1.0.0 asks for WeatherPack");
    }

    [Test]
    public void An_optional_pack_nobody_knows_is_left_out() =>
        _planner.Plan([Asking("mod.a", Needs("WeatherPack", "rain") with { Optional = true })]).Find("WeatherPack").ShouldBeNull();

    [Test]
    public void A_field_the_pack_does_not_have_is_missing()
    {
        var error = Problem(Asking("mod.a", Needs("CatalogPack", "service_id", "colour")));
        error.Code.ShouldBe("fact.field_missing");
        error.Subject.ShouldBe("CatalogPack.colour");
    }

    [Test]
    public void A_filter_on_a_field_the_pack_does_not_have_is_missing_too() =>
        Problem(Asking("mod.a", Needs("CatalogPack", "service_id") with { Filters = Filters(("colour", "\"red\"")) })).Code.ShouldBe("fact.field_missing");

    [Test]
    public void A_version_the_catalog_does_not_have_is_a_conflict()
    {
        var error = Problem(Asking("mod.a", Needs("CatalogPack", "service_id") with { VersionRange = "^2.0" }));
        error.Code.ShouldBe("fact.version_conflict");
        error.Message.ShouldBe("mod.a@1.0.0 asks for CatalogPack ^2.0, but the catalog has 1.0.0.");
    }

    [Test]
    public void A_scope_of_another_version_is_a_conflict() =>
        Problem(Asking("mod.a") with { Scope = new ManifestScope("AssignmentPack", "^3.0") }).Code.ShouldBe("fact.version_conflict");

    [Test]
    public void An_event_pack_asked_for_as_a_fact_is_refused() => Problem(Asking("mod.a", Needs("TimeEntriesPack", "entry_id"))).Code.ShouldBe("fact.pack_missing");

    [TestCase("""{"a":1}""")]
    [TestCase("""["${scope.plan_id}"]""")]
    [TestCase("\"${scope.colour}\"")]
    public void A_filter_that_cannot_be_applied_is_refused(string filter)
    {
        var error = Problem(Asking("mod.a", Needs("CatalogPack", "service_id") with { Filters = Filters(("service_id", filter)) }));
        error.Code.ShouldBe("manifest.invalid");
        error.Message.ShouldContain("mod.a@1.0.0 filters CatalogPack by service_id");
    }

    [Test]
    public void A_transformer_has_no_scope_to_filter_by() => Problem(
        Asking("mod.a", Needs("CatalogPack", "service_id") with { Filters = Filters(("service_id", "\"${scope.plan_id}\"")) }) with { Type = ModuleType.Transformer }).Code.ShouldBe("manifest.invalid");

    [Test]
    public void What_a_manifest_says_without_effect_is_refused()
    {
        Problem(Asking("mod.a") with { SkipWhenEmpty = ["CatalogPack"] }).Message.ShouldContain("is skipped when 'CatalogPack' is empty, which it does not ask for");
        Problem(Asking("mod.a", Needs("CatalogPack", "service_id"), Needs("CatalogPack", "service_name"))).Message.ShouldContain("asks for CatalogPack twice");
        Problem(Asking("mod.a") with { PartitionBy = PartitionBy.Plan }).Code.ShouldBe("manifest.invalid");
        Problem(Asking("mod.a") with { Emits = new ManifestEmits { DimensionsDefault = new Dictionary<string, string> { ["Own"] = "x" } } }).Message.ShouldContain("'Own'");
        var someMembers = new ManifestRequires { Charges = ["charge_id", "colour"] };
        Problem(Asking("mod.a") with { Requires = someMembers, Type = ModuleType.Validator, Scope = null }).Message.ShouldContain("asks for member 'colour' of charges, which they do not have");
        Problem(Asking("mod.a") with { Requires = new ManifestRequires { Charges = [] }, Type = ModuleType.Transformer, Scope = null }).Message.ShouldContain("is no validator and asks for some members of charges");
        _planner.Check([Asking("mod.a", Needs("CatalogPack", "service_id")) with { SkipWhenEmpty = ["CatalogPack", "usage"] }]).ShouldBeEmpty();
    }

    [Test]
    public void All_problems_can_be_seen_at_once() =>
        _planner.Check([Asking("mod.a", Needs("WeatherPack", "rain"), Needs("CatalogPack", "colour"))]).Select(error => error.Code).ShouldBe(["fact.field_missing", "fact.pack_missing"]);

    [Test]
    public void Events_are_read_whole_and_by_their_date()
    {
        var manifest = RatingBench.Manifest("mod.hourly", ModuleType.Producer, requires: new ManifestRequires { Events = [Needs("TimeEntriesPack", "entry_id")] });
        var pack = _planner.Plan([manifest]).Find("TimeEntriesPack")!;
        pack.DateField.ShouldBe("start_time");
        pack.Fields.ShouldContain("approval_status");
    }

    [TestCase("monthly", "2024-12-01", "2025-03-01")]
    [TestCase("weekly", "2024-12-25", "2025-02-08")]
    [TestCase("annually", "2024-01-01", "2026-02-01")]
    public void Events_are_read_one_cycle_around_the_period(string cycle, string start, string end) =>
        EventWindow.Of(new BillingPeriod(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1), cycle, "c")).ShouldBe(new DateRange(DateOnly.Parse(start), DateOnly.Parse(end)));

    private static PackRequirement Needs(string pack, params string[] fields) => RatingBench.Needs(pack, fields);

    private static Dictionary<string, JsonElement> Filters(params (string Field, string Json)[] filters) =>
        filters.ToDictionary(filter => filter.Field, filter => InputBuilder.Json(filter.Json));

    private static ModuleManifest Asking(string id, params PackRequirement[] facts) =>
        RatingBench.Manifest(id, ModuleType.Producer, requires: new ManifestRequires { Facts = facts });

    private BillingError Problem(ModuleManifest manifest) => Should.Throw<BillingException>(() => _planner.Plan([manifest])).Error;
}

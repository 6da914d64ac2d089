using System.Globalization;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Invoice.Calculation.Tests;

/// <summary>Inputs written as a test wants to read them.</summary>
internal static class Given
{
    public const string CompanyId = "company-1";

    private static readonly ModuleRef Module = new("mod.test", "1.0.0", new string('a', 64));

    public static Dictionary<string, object?> Rate(string id, string region, string percentage, string start = "2020-01-01", string? end = null, bool active = true) => new()
    {
        ["tax_rate_id"] = id,
        ["region_code"] = region,
        ["tax_percentage"] = percentage,
        ["is_composite"] = false,
        ["is_active"] = active,
        ["start_date"] = start,
        ["end_date"] = end,
        ["components"] = Array.Empty<object>(),
        ["thresholds"] = Array.Empty<object>(),
    };

    public static CompanyInput Input(
        IReadOnlyList<Dictionary<string, object?>> rates,
        string? defaultRegion = "US-NY",
        bool exempt = false,
        bool reverseCharge = false,
        string taxDate = "2025-02-01",
        IReadOnlyDictionary<string, string>? plans = null)
    {
        var company = Element(new
        {
            company_id = CompanyId,
            company_name = "Company One",
            is_tax_exempt = exempt,
            default_tax_region = defaultRegion,
            region_code = (string?)null,
            currency_code = "USD",
            is_reverse_charge = reverseCharge,
            credit_balance_cents = 0,
            time_zone = (string?)null,
        });
        var period = new BillingPeriod(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1), "monthly", "cycle-1");
        return new CompanyInput
        {
            Context = new InputContext(
                "tenant-1", company, period, new DateTimeOffset(2025, 2, 1, 6, 0, 0, TimeSpan.Zero), "00", DateOnly.Parse(taxDate, CultureInfo.InvariantCulture)),
            Facts = new Dictionary<string, IReadOnlyList<JsonElement>>
            {
                ["TaxRatesPack"] = [.. rates.Select(rate => Element(rate))],
                ["AssignmentPack"] = [.. (plans ?? new Dictionary<string, string>()).Select(plan => Element(new { assignment_id = plan.Key, plan_name = plan.Value }))],
            },
            Events = new Dictionary<string, IReadOnlyList<JsonElement>>(),
            Balances = [],
        };
    }

    public static Charge Charge(
        string id,
        long cents,
        string? region = "US-NY",
        bool taxable = true,
        ChargeType type = ChargeType.Usage,
        string? assignment = null,
        string? service = "service-1",
        IReadOnlyList<string>? derivedFrom = null)
    {
        var dimensions = new Dictionary<string, string>();
        if (assignment is not null)
            dimensions["assignment_id"] = assignment;
        if (service is not null)
            dimensions["service_id"] = service;
        return new Charge
        {
            ChargeId = id,
            ChargeType = type,
            Description = "Charge " + id,
            Quantity = "1",
            UnitPrice = cents.ToString(CultureInfo.InvariantCulture),
            NetAmountCents = cents,
            CurrencyCode = "USD",
            IsTaxable = taxable,
            TaxRegionHint = region,
            ServiceStart = new DateOnly(2025, 1, 1),
            ServiceEnd = new DateOnly(2025, 2, 1),
            Dimensions = dimensions,
            DerivedFrom = derivedFrom,
            SourceModule = "mod.test@1.0.0",
            SourceScope = assignment ?? "scope-1",
        };
    }

    public static ChargeSet ChargeSet(params IReadOnlyList<Charge> charges) => new()
    {
        TenantId = "tenant-1",
        CompanyId = CompanyId,
        BillingCycleId = "cycle-1",
        InputDigest = new string('1', 64),
        PipelineDigest = new string('2', 64),
        Charges = charges,
        Settled = [],
        Balances = [],
        Warnings = [],
    };

    public static PipelineDocument Pipeline(IReadOnlyDictionary<string, string>? policies = null) => new()
    {
        Format = 1,
        EngineVersion = "test",
        RatingVersion = "test",
        TaxVersion = RulesVersions.Tax,
        Program = new BillingProgram("default", "1.0.0", [], new Dictionary<string, string>()),
        Bindings = [new PinnedBinding("b1", new BindingSelector("tenant", null), 0, Module, new Dictionary<string, string>())],
        StageModules = new Dictionary<string, ModuleRef>(),
        Manifests = new Dictionary<string, ModuleManifest>(),
        Policies = policies ?? new Dictionary<string, string>(),
        Limits = new ModuleLimits(),
        FactSource = "facts",
        CatalogVersion = "1.0.0",
    };

    public static InvoiceOutcome Invoice(CompanyInput input, IReadOnlyList<Charge> charges, IReadOnlyDictionary<string, string>? policies = null) =>
        new InvoiceCalculator(Pipeline(policies)).Calculate(input, ChargeSet(charges), new string('3', 64), revision: 1);

    private static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;

namespace Billing.Invoice.Tests;

/// <summary>One rated company and cycle, with the snapshots the Executor would have written. Taxed at 10% in region XX unless told otherwise.</summary>
internal sealed record RatedCompanyBuilder(string TenantId, string CompanyId)
{
    public const string ModuleHash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public string Cycle { get; init; } = "2025-01";

    public int Revision { get; init; } = 1;

    public DateOnly Start { get; init; } = new(2025, 1, 1);

    /// <summary>First day not covered.</summary>
    public DateOnly End { get; init; } = new(2025, 2, 1);

    /// <summary>Net cents of its charges, in order.</summary>
    public IReadOnlyList<long> Nets { get; init; } = [10_000];

    public string Region { get; init; } = "XX";

    public string Description { get; init; } = "Managed workstation";

    public IReadOnlyList<ConsumedEvent> Settled { get; init; } = [];

    public IReadOnlyList<Balance> Balances { get; init; } = [];

    public static PipelineDocument Pipeline { get; } = new()
    {
        Format = 1,
        EngineVersion = "test/1",
        RatingVersion = "1",
        TaxVersion = "1",
        Program = new("default", "1.0.0", [new("producers", StageKind.Producers)], new Dictionary<string, string>(StringComparer.Ordinal)),
        Bindings =
        [
            new("fixed", new("plan_type", "Fixed"), 0, new("mod.flat", "1.2.0", ModuleHash), new Dictionary<string, string>(StringComparer.Ordinal)),
        ],
        StageModules = new Dictionary<string, ModuleRef>(StringComparer.Ordinal),
        Manifests = new Dictionary<string, ModuleManifest>(StringComparer.Ordinal),
        Policies = new Dictionary<string, string>(StringComparer.Ordinal),
        Limits = new(),
        FactSource = "facts",
        CatalogVersion = "1.0.0",
    };

    public static string PipelineDigest { get; } = Digest.Of(CanonicalJson.Serialize(Pipeline, BillingJson.Default.PipelineDocument));

    /// <summary>Stores pipeline, input and charge set, and names them as the Executor's message does.</summary>
    public async Task<RatedCompany> PutAsync(ISnapshotStore snapshots)
    {
        var input = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(Input()));
        var charges = CanonicalJson.Serialize(ChargeSet(Digest.Of(input)), BillingJson.Default.ChargeSet);
        await snapshots.PutManyAsync(
            TenantId,
            [
                new(PipelineDigest, "pipeline", CanonicalJson.Serialize(Pipeline, BillingJson.Default.PipelineDocument)),
                new(Digest.Of(input), "input", input),
                new(Digest.Of(charges), "charge_set", charges),
            ],
            CancellationToken.None);
        return new(CompanyId, Cycle, Revision, Digest.Of(input), Digest.Of(charges));
    }

    private string Input() => $$"""
        {
          "context": {
            "tenant_id": {{Text(TenantId)}},
            "company": {"company_id": {{Text(CompanyId)}}, "company_name": {{Text("Company " + CompanyId)}}, "is_tax_exempt": false, "default_tax_region": {{Text(Region)}},
              "region_code": null, "currency_code": "USD", "is_reverse_charge": false, "credit_balance_cents": 0, "time_zone": "UTC"},
            "period": {"start": "{{Day(Start)}}", "end": "{{Day(End)}}", "billing_cycle": "monthly", "billing_cycle_id": {{Text(Cycle)}} },
            "now": "2025-02-03T04:05:06Z",
            "seed": "00",
            "tax_date": "2025-02-01"
          },
          "facts": {
            "TaxRatesPack": [{"tax_rate_id": "rate-xx", "region_code": "XX", "tax_percentage": "10", "is_composite": false, "is_active": true,
              "start_date": "2020-01-01", "end_date": null, "components": [], "thresholds": []}],
            "AssignmentPack": [], "PlanPack": [], "CompanyTaxRatesPack": []
          },
          "events": {},
          "balances": []
        }
        """;

    private ChargeSet ChargeSet(string inputDigest) => new()
    {
        TenantId = TenantId,
        CompanyId = CompanyId,
        BillingCycleId = Cycle,
        InputDigest = inputDigest,
        PipelineDigest = PipelineDigest,
        Charges = [.. Nets.Select(Charge)],
        Settled = Settled,
        Balances = Balances,
        Warnings = [new("event.unrouted", "An event has no plan.", "event-9")],
    };

    private Charge Charge(long net, int index) => new()
    {
        ChargeId = string.Create(CultureInfo.InvariantCulture, $"{TenantId}/{CompanyId}/{Cycle}/{index}"),
        LineKey = string.Create(CultureInfo.InvariantCulture, $"line-{index}"),
        ChargeType = ChargeType.Usage,
        Description = Description,
        Quantity = "2.5",
        UnitPrice = "0.75",
        NetAmountCents = net,
        CurrencyCode = "USD",
        IsTaxable = true,
        ServiceStart = Start,
        ServiceEnd = End,
        Dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["service_id"] = "service-1", ["assignment_id"] = "assignment-1" },
        SourceModule = "mod.flat@1.2.0",
        SourceScope = "assignment-1",
    };

    private static string Text(string value) => JsonSerializer.Serialize(value);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

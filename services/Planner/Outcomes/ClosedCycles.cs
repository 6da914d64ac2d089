using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Planner.Outcomes;

/// <summary>A cycle that a final run came to the end of, and what it leaves to later periods.</summary>
/// <param name="IsIssued">False where there was nothing to bill: hours inside an allowance are used up all the same.</param>
internal sealed record ClosedCycle(string CompanyId, string BillingCycleId, bool IsIssued, IReadOnlyList<ConsumedEvent> Settled, IReadOnlyList<Balance> Balances);

/// <summary>Reads what a final report's companies leave to later periods from their charge sets. A preview closes nothing.</summary>
internal sealed class ClosedCycles(ISnapshotStore snapshots)
{
    public async Task<IReadOnlyList<ClosedCycle>> ReadAsync(BatchReport report, CancellationToken cancellationToken)
    {
        if (!report.IsFinal)
            return [];
        var closed = report.Companies.Where(company => company.Outcome is CompanyOutcome.Issued or CompanyOutcome.NothingToBill).ToList();
        if (closed.Count == 0)
            return [];
        var chargeSets = await snapshots.GetManyAsync(report.TenantId, [.. closed.Select(company => company.ChargeSetDigest).Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. closed.Select(company =>
        {
            var left = JsonSerializer.Deserialize(chargeSets[company.ChargeSetDigest], ClosedJson.Default.LeftByChargeSet)
                ?? throw new JsonException($"Charge set {company.ChargeSetDigest} is null.");
            return new ClosedCycle(company.CompanyId, company.BillingCycleId, company.Outcome is CompanyOutcome.Issued, left.Settled, left.Balances);
        })];
    }
}

/// <summary>The parts of a charge set that planning needs; the charges are not read.</summary>
internal sealed record LeftByChargeSet(IReadOnlyList<ConsumedEvent> Settled, IReadOnlyList<Balance> Balances);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LeftByChargeSet))]
internal sealed partial class ClosedJson : JsonSerializerContext;

using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Calculation;
using Billing.Rating;
using Microsoft.Extensions.Caching.Memory;

namespace Billing.Invoice.Issuing;

/// <summary>
/// Makes the invoice documents of a batch from snapshots: one read for all inputs and charge sets, then pure calculation. A preview and the final run that
/// issues it go through here with the same snapshots, and so come to the same bytes.
/// </summary>
internal sealed class InvoiceDrafting(ISnapshotStore snapshots) : IDisposable
{
    private const int CalculatorsKept = 64;

    private readonly MemoryCache _calculators = new(new MemoryCacheOptions { SizeLimit = CalculatorsKept });

    /// <exception cref="SnapshotMissingException">An input, a charge set or the pipeline is not in the store.</exception>
    /// <exception cref="Billing.Rating.BillingException">The pipeline names a policy value that does not exist.</exception>
    public async Task<DraftedBatch> DraftAsync(string tenantId, string pipelineDigest, IReadOnlyList<RatedCompany> companies, CancellationToken cancellationToken)
    {
        var calculator = await CalculatorAsync(tenantId, pipelineDigest, cancellationToken);
        var digests = companies.SelectMany(company => new[] { company.InputDigest, company.ChargeSetDigest }).ToHashSet(StringComparer.Ordinal);
        var contents = await snapshots.GetManyAsync(tenantId, digests, cancellationToken);
        var batch = new DraftedBatch([], [], []);
        foreach (var company in companies)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draft(batch, calculator, company, contents);
        }

        if (batch.Drafts.Count > 0)
        {
            var documents = batch.Drafts.Select(draft => new Snapshot(draft.DocumentDigest, "invoice", draft.Content)).DistinctBy(snapshot => snapshot.Digest, StringComparer.Ordinal);
            await snapshots.PutManyAsync(tenantId, [.. documents], cancellationToken);
        }

        return batch;
    }

    public void Dispose() => _calculators.Dispose();

    private static void Draft(DraftedBatch batch, InvoiceCalculator calculator, RatedCompany company, IReadOnlyDictionary<string, byte[]> contents)
    {
        var input = JsonSerializer.Deserialize(contents[company.InputDigest], BillingJson.Default.CompanyInput)!;
        var charges = JsonSerializer.Deserialize(contents[company.ChargeSetDigest], BillingJson.Default.ChargeSet)!;
        if ((charges.CompanyId, charges.BillingCycleId, charges.InputDigest) != (company.CompanyId, company.BillingCycleId, company.InputDigest))
        {
            batch.Failed.Add(company.Fail(
                new(
                    ErrorCodes.Internal,
                    $"Charge set {company.ChargeSetDigest} is of company {charges.CompanyId}, cycle {charges.BillingCycleId}, not of {company.CompanyId}, {company.BillingCycleId}.",
                    "Nothing was billed; report this with the run's id.",
                    company.CompanyId),
                final: true));
            return;
        }

        var outcome = calculator.Calculate(input, charges, company.ChargeSetDigest, company.Revision);
        if (outcome.Error is { } error)
        {
            batch.Failed.Add(company.Fail(error, final: true));
        }
        else if (outcome.Document is { } document)
        {
            batch.Drafts.Add(DraftOf(document, charges));
        }
        else
        {
            batch.NothingToBill.Add(new(
                company.CompanyId, company.BillingCycleId, company.Revision, CompanyOutcome.NothingToBill, company.InputDigest, company.ChargeSetDigest,
                TotalCents: 0, charges.Warnings));
        }
    }

    private static InvoiceDraft DraftOf(InvoiceDocument document, ChargeSet charges)
    {
        var content = CanonicalJson.Serialize(document, BillingJson.Default.InvoiceDocument);
        return new(
            InvoiceId.Of(document.TenantId, document.CompanyId, document.Period.BillingCycleId, document.Revision, document.Kind),
            document,
            Digest.Of(content),
            content,
            [.. charges.Settled.DistinctBy(settled => (settled.Pack, settled.EventId, settled.Part))],
            charges.Balances,
            charges.Charges.Where(charge => charge.ChargeId is not null).ToDictionary(charge => charge.ChargeId!, charge => charge.SourceScope, StringComparer.Ordinal));
    }

    private async Task<InvoiceCalculator> CalculatorAsync(string tenantId, string pipelineDigest, CancellationToken cancellationToken)
    {
        var key = (tenantId, pipelineDigest);
        if (_calculators.TryGetValue(key, out InvoiceCalculator? known))
            return known!;
        var content = await snapshots.FindAsync(tenantId, pipelineDigest, cancellationToken) ?? throw new SnapshotMissingException(tenantId, pipelineDigest);
        var calculator = new InvoiceCalculator(JsonSerializer.Deserialize(content, BillingJson.Default.PipelineDocument)!);
        return _calculators.Set(key, calculator, new MemoryCacheEntryOptions { Size = 1 });
    }
}

/// <summary>A batch before its transaction: what will be invoiced, and who was taken out already.</summary>
internal sealed record DraftedBatch(List<InvoiceDraft> Drafts, List<InvoicedCompany> NothingToBill, List<FailedCompany> Failed);

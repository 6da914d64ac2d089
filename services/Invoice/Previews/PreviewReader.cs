using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Invoice.Previews;

/// <summary>Reads what preview runs would have issued.</summary>
internal sealed class PreviewReader([FromKeyedServices(InvoiceModule.ServiceName)] NpgsqlDataSource dataSource, ISnapshotStore snapshots)
{
    private const string SelectPage = """
        select run_id, kind, company_id, company_name, billing_cycle_id, period_start, period_end, revision, currency_code,
            subtotal_cents, tax_cents, total_cents, document_digest
        from invoice.previews
        where tenant_id = @tenant and run_id = @runId and (company_id, billing_cycle_id) > (@companyId, @billingCycleId)
        order by company_id, billing_cycle_id
        limit @rows
        """;

    private const string SelectDigest = """
        select document_digest
        from invoice.previews
        where tenant_id = @tenant and run_id = @runId and company_id = @companyId and (@billingCycleId is null or billing_cycle_id = @billingCycleId)
        order by period_start desc, billing_cycle_id
        limit 1
        """;

    /// <param name="after">Null for the first page.</param>
    public async Task<Page<PreviewSummary>> ListAsync(string tenantId, Guid runId, PreviewCursor? after, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { tenant = tenantId, runId, companyId = after?.CompanyId ?? "", billingCycleId = after?.BillingCycleId ?? "", rows = limit + 1 };
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var rows = (await transaction.Connection.QueryAsync<PreviewRow>(
            new(SelectPage, parameters, transaction.Transaction, cancellationToken: cancellationToken))).AsList();
        var shown = rows.Take(limit).ToList();
        var next = rows.Count > limit ? new PreviewCursor(shown[^1].CompanyId, shown[^1].BillingCycleId).ToString() : null;
        return new([.. shown.Select(row => row.ToSummary())], next);
    }

    /// <param name="billingCycleId">Null for the latest cycle.</param>
    public async Task<PreviewView?> FindAsync(string tenantId, Guid runId, string companyId, string? billingCycleId, CancellationToken cancellationToken)
    {
        var digest = await FindDigestAsync(tenantId, new { tenant = tenantId, runId, companyId, billingCycleId }, cancellationToken);
        if (digest is null)
            return null;
        var content = await snapshots.FindAsync(tenantId, digest, cancellationToken) ?? throw new SnapshotMissingException(tenantId, digest);
        return new(runId, digest, JsonSerializer.Deserialize(content, BillingJson.Default.InvoiceDocument)!);
    }

    private async Task<string?> FindDigestAsync(string tenantId, object parameters, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        return await transaction.Connection.QuerySingleOrDefaultAsync<string>(
            new(SelectDigest, parameters, transaction.Transaction, cancellationToken: cancellationToken));
    }

    private sealed class PreviewRow : TotalsRow
    {
        public PreviewSummary ToSummary() => new(
            RunId, WireName<InvoiceKind>.Parse(Kind), CompanyId, CompanyName, BillingCycleId, PeriodStart, PeriodEnd, Revision, CurrencyCode,
            SubtotalCents, TaxCents, TotalCents, DocumentDigest);
    }
}

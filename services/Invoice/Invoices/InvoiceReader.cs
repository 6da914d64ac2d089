using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Invoice.Invoices;

/// <summary>Reads issued invoices: lists from their rows, one whole invoice from the document that was issued.</summary>
internal sealed class InvoiceReader([FromKeyedServices(InvoiceModule.ServiceName)] NpgsqlDataSource dataSource, ISnapshotStore snapshots)
{
    private const string SelectSummaries = """
        select invoice_id, number as invoice_number, kind, company_id, company_name, billing_cycle_id, period_start, period_end, revision, currency_code,
            subtotal_cents, tax_cents, total_cents, run_id, issued_at, document_digest, number_series, number_seq
        from invoice.invoices
        where tenant_id = @tenant
        """;

    private const string SelectIssued = """
        select invoice_id, number as invoice_number, issued_at, run_id, document_digest
        from invoice.invoices
        where tenant_id = @tenant
        """;

    /// <param name="after">Null for the first page.</param>
    public async Task<Page<InvoiceSummary>> ListAsync(
        string tenantId, Guid? runId, string? companyId, InvoiceCursor? after, int limit, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(SelectSummaries);
        if (runId is not null)
            sql.Append(" and run_id = @runId");
        if (companyId is not null)
            sql.Append(" and company_id = @companyId");
        if (after is not null)
            sql.Append(" and (number_series, number_seq) > (@series, @seq)");
        sql.Append(" order by number_series, number_seq limit @rows");
        var parameters = new { tenant = tenantId, runId, companyId, series = after?.Series, seq = after?.Seq, rows = limit + 1 };

        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var rows = (await transaction.Connection.QueryAsync<SummaryRow>(
            new(sql.ToString(), parameters, transaction.Transaction, cancellationToken: cancellationToken))).AsList();
        var shown = rows.Take(limit).ToList();
        var next = rows.Count > limit ? new InvoiceCursor(shown[^1].NumberSeries, shown[^1].NumberSeq).ToString() : null;
        return new([.. shown.Select(row => row.ToSummary())], next);
    }

    /// <param name="idOrNumber">An invoice id (UUID) or number; a number that reads as a UUID cannot occur, as numbers carry their prefix.</param>
    public async Task<InvoiceView?> FindAsync(string tenantId, string idOrNumber, CancellationToken cancellationToken)
    {
        var byId = Guid.TryParse(idOrNumber, out var id);
        var issued = await FindIssuedAsync(tenantId, byId ? "invoice_id = @id" : "number = @idOrNumber", new { tenant = tenantId, id, idOrNumber }, cancellationToken);
        if (issued is null)
            return null;
        var content = await snapshots.FindAsync(tenantId, issued.DocumentDigest, cancellationToken)
            ?? throw new SnapshotMissingException(tenantId, issued.DocumentDigest);
        var document = JsonSerializer.Deserialize(content, BillingJson.Default.InvoiceDocument)!;
        return new(issued.InvoiceId, issued.InvoiceNumber, issued.IssuedAt, issued.RunId, issued.DocumentDigest, document);
    }

    private async Task<IssuedRow?> FindIssuedAsync(string tenantId, string condition, object parameters, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        return await transaction.Connection.QuerySingleOrDefaultAsync<IssuedRow>(
            new($"{SelectIssued} and {condition}", parameters, transaction.Transaction, cancellationToken: cancellationToken));
    }

    private sealed class IssuedRow
    {
        public Guid InvoiceId { get; init; }

        public required string InvoiceNumber { get; init; }

        public DateTimeOffset IssuedAt { get; init; }

        public Guid RunId { get; init; }

        public required string DocumentDigest { get; init; }
    }

    private sealed class SummaryRow : TotalsRow
    {
        public Guid InvoiceId { get; init; }

        public required string InvoiceNumber { get; init; }

        public DateTimeOffset IssuedAt { get; init; }

        public required string NumberSeries { get; init; }

        public long NumberSeq { get; init; }

        public InvoiceSummary ToSummary() => new(
            InvoiceId, InvoiceNumber, WireName<InvoiceKind>.Parse(Kind), CompanyId, CompanyName, BillingCycleId, PeriodStart, PeriodEnd, Revision, CurrencyCode,
            SubtotalCents, TaxCents, TotalCents, RunId, IssuedAt, DocumentDigest);
    }
}

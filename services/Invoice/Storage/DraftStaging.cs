using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Issuing;
using Npgsql;

namespace Billing.Invoice.Storage;

/// <summary>
/// Copies drafts into temporary tables of the current transaction: COPY does not work into tables under row-level security. The statements of
/// <see cref="IssueSql"/> and <see cref="PreviewSql"/> then move whole batches.
/// </summary>
internal static class DraftStaging
{
    private const string CreateHeads = """
        create temporary table staged_invoices (like invoice.invoices) on commit drop;
        create temporary table staged_events (like invoice.billed_events) on commit drop;
        """;

    private const string CreateLines = """
        create temporary table staged_items (like invoice.invoice_items) on commit drop;
        create temporary table staged_details (like invoice.invoice_item_details) on commit drop;
        create temporary table staged_tax_lines (like invoice.tax_lines) on commit drop;
        create temporary table staged_balances (like invoice.balances) on commit drop;
        """;

    private const string CopyInvoices = """
        copy staged_invoices (tenant_id, invoice_id, kind, company_id, company_name, billing_cycle_id, revision, period_start, period_end, currency_code,
            subtotal_cents, tax_cents, total_cents, tax_date, number_series, issued_at, run_id, trace_id, input_digest, charge_set_digest, pipeline_digest,
            document_digest, warnings)
        from stdin (format binary)
        """;

    private const string CopyEvents = "copy staged_events (tenant_id, invoice_id, pack, event_id, part, reason) from stdin (format binary)";

    private const string CopyItems = """
        copy staged_items (tenant_id, invoice_id, line_no, description, charge_type, service_id, assignment_id, quantity, unit_price, net_cents, tax_cents,
            is_taxable, tax_region)
        from stdin (format binary)
        """;

    private const string CopyDetails = """
        copy staged_details (tenant_id, invoice_id, line_no, detail_no, charge_id, description, service_id, quantity, unit_price, net_cents, tax_cents,
            is_taxable, tax_region, service_start, service_end, module_id, module_version, module_hash, scope)
        from stdin (format binary)
        """;

    private const string CopyTaxLines = """
        copy staged_tax_lines (tenant_id, invoice_id, tax_line_no, region, rate_percent, base_cents, tax_cents, tax_rate_ids) from stdin (format binary)
        """;

    private const string CopyBalances = """
        copy staged_balances (tenant_id, invoice_id, company_id, assignment_id, service_id, period_start, period_end, opening_minutes, granted_minutes,
            used_minutes, rolled_over_minutes, expired_minutes, closing_minutes, expires)
        from stdin (format binary)
        """;

    /// <summary>What a preview needs: the invoices themselves and the events they would settle.</summary>
    public static async Task StageHeadsAsync(
        NpgsqlConnection connection, BatchOrigin origin, DateTimeOffset at, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CreateHeads, cancellationToken);
        await CopyAsync(connection, CopyInvoices, drafts, (row, draft) => WriteInvoice(row, origin, at, draft), cancellationToken);
        await CopyAsync(connection, CopyEvents, drafts, (row, draft) => WriteEvents(row, origin.TenantId, draft), cancellationToken);
    }

    /// <summary>Everything below an invoice that is written only when it is issued.</summary>
    public static async Task StageLinesAsync(
        NpgsqlConnection connection, string tenantId, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CreateLines, cancellationToken);
        await CopyAsync(connection, CopyItems, drafts, (row, draft) => WriteItems(row, tenantId, draft), cancellationToken);
        await CopyAsync(connection, CopyDetails, drafts, (row, draft) => WriteDetails(row, tenantId, draft), cancellationToken);
        await CopyAsync(connection, CopyTaxLines, drafts, (row, draft) => WriteTaxLines(row, tenantId, draft), cancellationToken);
        if (drafts.Any(draft => draft.Balances.Count > 0))
            await CopyAsync(connection, CopyBalances, drafts, (row, draft) => WriteBalances(row, tenantId, draft), cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection,
        string copy,
        IReadOnlyList<InvoiceDraft> drafts,
        Action<NpgsqlBinaryImporter, InvoiceDraft> write,
        CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync(copy, cancellationToken);
        foreach (var draft in drafts)
            write(importer, draft);
        await importer.CompleteAsync(cancellationToken);
    }

    private static void WriteInvoice(NpgsqlBinaryImporter row, BatchOrigin origin, DateTimeOffset at, InvoiceDraft draft)
    {
        var document = draft.Document;
        row.StartRow();
        row.Text(origin.TenantId).Id(draft.InvoiceId).Text(WireName<InvoiceKind>.Of(document.Kind)).Text(document.CompanyId).Text(document.CompanyName)
            .Text(document.Period.BillingCycleId).Int(document.Revision).Day(document.Period.Start).Day(document.Period.End).Text(document.CurrencyCode)
            .Long(document.SubtotalCents).Long(document.TaxCents).Long(document.TotalCents).Day(document.TaxDate).Text(NumberSeries.Of(document.Kind))
            .Instant(at).Id(origin.RunId).Text(origin.TraceId).Text(document.InputDigest).Text(document.ChargeSetDigest).Text(document.PipelineDigest)
            .Text(draft.DocumentDigest).Json(JsonSerializer.Serialize(document.Warnings, BillingJson.Default.IReadOnlyListBillingWarning));
    }

    private static void WriteEvents(NpgsqlBinaryImporter row, string tenantId, InvoiceDraft draft)
    {
        foreach (var settled in draft.Settled)
        {
            row.StartRow();
            row.Text(tenantId).Id(draft.InvoiceId).Text(settled.Pack).Text(settled.EventId).Text(settled.Part).Text(settled.Reason);
        }
    }

    private static void WriteItems(NpgsqlBinaryImporter row, string tenantId, InvoiceDraft draft)
    {
        foreach (var item in draft.Document.Items)
        {
            row.StartRow();
            row.Text(tenantId).Id(draft.InvoiceId).Int(item.LineNo).Text(item.Description).Text(WireName<ChargeType>.Of(item.ChargeType)).Text(item.ServiceId)
                .Text(item.AssignmentId).Number(item.Quantity).Number(item.UnitPrice).Long(item.NetCents).Long(item.TaxCents).Flag(item.IsTaxable)
                .Text(item.TaxRegion);
        }
    }

    private static void WriteDetails(NpgsqlBinaryImporter row, string tenantId, InvoiceDraft draft)
    {
        foreach (var item in draft.Document.Items)
        {
            foreach (var detail in item.Details)
            {
                row.StartRow();
                row.Text(tenantId).Id(draft.InvoiceId).Int(item.LineNo).Int(detail.DetailNo).Text(detail.ChargeId).Text(detail.Description)
                    .Text(detail.ServiceId).Number(detail.Quantity).Number(detail.UnitPrice).Long(detail.NetCents).Long(detail.TaxCents)
                    .Flag(detail.IsTaxable).Text(detail.TaxRegion).Day(detail.ServiceStart).Day(detail.ServiceEnd).Text(detail.ModuleId)
                    .Text(detail.ModuleVersion).Text(detail.ModuleHash).Text(draft.ScopeOfCharge.GetValueOrDefault(detail.ChargeId));
            }
        }
    }

    private static void WriteTaxLines(NpgsqlBinaryImporter row, string tenantId, InvoiceDraft draft)
    {
        var number = 0;
        foreach (var line in draft.Document.TaxLines)
        {
            row.StartRow();
            row.Text(tenantId).Id(draft.InvoiceId).Int(++number).Text(line.Region).Number(line.RatePercent).Long(line.BaseCents).Long(line.TaxCents)
                .Texts(line.TaxRateIds);
        }
    }

    private static void WriteBalances(NpgsqlBinaryImporter row, string tenantId, InvoiceDraft draft)
    {
        foreach (var balance in draft.Balances)
        {
            row.StartRow();
            row.Text(tenantId).Id(draft.InvoiceId).Text(draft.Document.CompanyId).Text(balance.AssignmentId).Text(balance.ServiceId).Day(balance.PeriodStart)
                .Day(balance.PeriodEnd).Long(balance.OpeningMinutes).Long(balance.GrantedMinutes).Long(balance.UsedMinutes).Long(balance.RolledOverMinutes)
                .Long(balance.ExpiredMinutes).Long(balance.ClosingMinutes).Day(balance.Expires);
        }
    }
}

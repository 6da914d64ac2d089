namespace Billing.Invoice.Storage;

/// <summary>Statements of the transaction that keeps a batch's previews, over the heads of <see cref="DraftStaging"/>.</summary>
internal static class PreviewSql
{
    /// <summary>The first preview of a company in a run stands, as the first invoice of a cycle does: a repeated delivery reports what was reported.</summary>
    public const string Insert = """
        insert into invoice.previews (tenant_id, run_id, company_id, billing_cycle_id, revision, kind, company_name, period_start, period_end, currency_code,
            subtotal_cents, tax_cents, total_cents, tax_date, trace_id, input_digest, charge_set_digest, pipeline_digest, document_digest, warnings,
            previewed_at)
        select tenant_id, run_id, company_id, billing_cycle_id, revision, kind, company_name, period_start, period_end, currency_code,
            subtotal_cents, tax_cents, total_cents, tax_date, trace_id, input_digest, charge_set_digest, pipeline_digest, document_digest, warnings,
            issued_at
        from staged_invoices
        order by company_id collate "C", billing_cycle_id collate "C", revision
        on conflict do nothing;
        """;

    /// <summary>Previews of the given cycles in one run. Parameters: tenant, run, companies, cycles, revisions (side by side).</summary>
    public const string SelectPreviews = """
        select p.company_id as CompanyId, p.billing_cycle_id as BillingCycleId, p.revision as Revision, p.run_id as RunId, null::uuid as InvoiceId,
            null::text as Number, p.currency_code as CurrencyCode, p.total_cents as TotalCents, p.input_digest as InputDigest,
            p.charge_set_digest as ChargeSetDigest, p.document_digest as DocumentDigest, p.warnings as Warnings
        from unnest(@companies, @cycles, @revisions) as k(company_id, billing_cycle_id, revision)
        join invoice.previews p on p.tenant_id = @tenant and p.run_id = @run and p.company_id = k.company_id
            and p.billing_cycle_id = k.billing_cycle_id and p.revision = k.revision;
        """;
}

namespace Billing.Invoice.Storage;

/// <summary>Statements of the transaction that issues a batch, over the tables of <see cref="DraftStaging"/>.</summary>
internal static class IssueSql
{
    /// <summary>
    /// Takes out of the batch what may not be billed: companies with another live invoice in the same days, and with events another live invoice settled.
    /// The constraints behind it decide when two batches race. Each event is looked up by itself (limit 1 keeps the planner from joining): fresh tables have no
    /// statistics, and a join over them may read everything that was ever billed.
    /// </summary>
    public const string Refuse = """
        create temporary table refused on commit drop as
        select s.company_id, s.billing_cycle_id, s.revision, s.invoice_id, other.number, other.period_start, other.period_end,
            null::text as pack, null::text as event_id
        from staged_invoices s
        cross join lateral (
            select i.number, i.period_start, i.period_end
            from invoice.invoices i
            where s.kind <> 'manual' and i.tenant_id = s.tenant_id and i.company_id = s.company_id and i.kind <> 'manual' and i.voided_at is null
                and daterange(i.period_start, i.period_end) && daterange(s.period_start, s.period_end)
                and (i.billing_cycle_id, i.revision) <> (s.billing_cycle_id, s.revision)
            order by i.period_start
            limit 1) other
        union all
        select s.company_id, s.billing_cycle_id, s.revision, s.invoice_id, taken.number, null, null, taken.pack, taken.event_id
        from (
            select distinct on (e.invoice_id) e.invoice_id, e.pack, e.event_id, other.number
            from staged_events e
            cross join lateral (
                select i.number
                from invoice.billed_events b
                join invoice.invoices i on i.tenant_id = b.tenant_id and i.invoice_id = b.invoice_id
                where b.tenant_id = e.tenant_id and b.pack = e.pack and b.event_id = e.event_id and b.part = e.part and b.released_at is null
                    and b.invoice_id <> e.invoice_id
                limit 1) other
            order by e.invoice_id, e.pack collate "C", e.event_id collate "C") taken
        join staged_invoices s on s.invoice_id = taken.invoice_id;

        delete from staged_invoices s using refused r where r.invoice_id = s.invoice_id;
        """;

    /// <summary>
    /// Inserts the invoices that are not there yet, in key order so that two batches cannot deadlock, with all that hangs on them. Nothing is raised for an
    /// invoice that another transaction was quicker with: it stays out, and the caller looks at what is there.
    /// </summary>
    public const string Insert = """
        with inserted as (
            insert into invoice.invoices (tenant_id, invoice_id, kind, company_id, company_name, billing_cycle_id, revision, period_start, period_end,
                currency_code, subtotal_cents, tax_cents, total_cents, tax_date, number_series, issued_at, run_id, trace_id, input_digest,
                charge_set_digest, pipeline_digest, document_digest, warnings)
            select tenant_id, invoice_id, kind, company_id, company_name, billing_cycle_id, revision, period_start, period_end,
                currency_code, subtotal_cents, tax_cents, total_cents, tax_date, number_series, issued_at, run_id, trace_id, input_digest,
                charge_set_digest, pipeline_digest, document_digest, warnings
            from staged_invoices
            order by company_id collate "C", billing_cycle_id collate "C", revision
            on conflict do nothing
            returning invoice_id)
        delete from staged_invoices where invoice_id not in (select invoice_id from inserted);

        insert into invoice.invoice_items (tenant_id, invoice_id, line_no, description, charge_type, service_id, assignment_id, quantity, unit_price,
            net_cents, tax_cents, is_taxable, tax_region)
        select l.tenant_id, l.invoice_id, l.line_no, l.description, l.charge_type, l.service_id, l.assignment_id, l.quantity, l.unit_price,
            l.net_cents, l.tax_cents, l.is_taxable, l.tax_region
        from staged_items l join staged_invoices using (invoice_id);

        insert into invoice.invoice_item_details (tenant_id, invoice_id, line_no, detail_no, charge_id, description, service_id, quantity, unit_price,
            net_cents, tax_cents, is_taxable, tax_region, service_start, service_end, module_id, module_version, module_hash, scope)
        select l.tenant_id, l.invoice_id, l.line_no, l.detail_no, l.charge_id, l.description, l.service_id, l.quantity, l.unit_price,
            l.net_cents, l.tax_cents, l.is_taxable, l.tax_region, l.service_start, l.service_end, l.module_id, l.module_version, l.module_hash, l.scope
        from staged_details l join staged_invoices using (invoice_id);

        insert into invoice.tax_lines (tenant_id, invoice_id, tax_line_no, region, rate_percent, base_cents, tax_cents, tax_rate_ids)
        select l.tenant_id, l.invoice_id, l.tax_line_no, l.region, l.rate_percent, l.base_cents, l.tax_cents, l.tax_rate_ids
        from staged_tax_lines l join staged_invoices using (invoice_id);

        insert into invoice.billed_events (tenant_id, invoice_id, pack, event_id, part, reason)
        select e.tenant_id, e.invoice_id, e.pack, e.event_id, e.part, e.reason
        from staged_events e join staged_invoices using (invoice_id)
        order by e.pack collate "C", e.event_id collate "C", e.part collate "C";

        insert into invoice.balances (tenant_id, invoice_id, company_id, assignment_id, service_id, period_start, period_end, opening_minutes,
            granted_minutes, used_minutes, rolled_over_minutes, expired_minutes, closing_minutes, expires)
        select b.tenant_id, b.invoice_id, b.company_id, b.assignment_id, b.service_id, b.period_start, b.period_end, b.opening_minutes,
            b.granted_minutes, b.used_minutes, b.rolled_over_minutes, b.expired_minutes, b.closing_minutes, b.expires
        from staged_balances b join staged_invoices using (invoice_id)
        order by b.assignment_id collate "C", b.service_id collate "C", b.period_start;
        """;

    /// <summary>
    /// Takes as many numbers as invoices were inserted and gives them out in company order. The counter's row lock is the last one before the commit:
    /// batches wait for each other only that long, and a transaction that fails gives its numbers back.
    /// Parameters: tenant, series, prefixes (side by side), digits.
    /// </summary>
    public const string Number = """
        insert into invoice.numbers (tenant_id, series, last_number)
        select distinct tenant_id, number_series, 0 from staged_invoices order by number_series
        on conflict do nothing;

        with wanted as (
            select number_series as series, count(*) as count from staged_invoices group by number_series),
        locked as (
            select n.series, n.last_number, w.count
            from invoice.numbers n join wanted w using (series)
            where n.tenant_id = @tenant
            order by n.series
            for update of n),
        taken as (
            update invoice.numbers n set last_number = n.last_number + l.count
            from locked l
            where n.tenant_id = @tenant and n.series = l.series
            returning n.series, n.last_number - l.count as used),
        given as (
            select s.invoice_id, f.prefix, t.used + row_number() over (
                partition by s.number_series order by s.company_id collate "C", s.billing_cycle_id collate "C", s.revision) as seq
            from staged_invoices s
            join taken t on t.series = s.number_series
            join unnest(@series, @prefixes) as f(series, prefix) on f.series = s.number_series)
        update invoice.invoices i
        set number_seq = g.seq, number = g.prefix || lpad(g.seq::text, greatest(@digits, length(g.seq::text)), '0')
        from given g
        where i.tenant_id = @tenant and i.invoice_id = g.invoice_id;
        """;

    public const string SelectRefused = """
        select company_id as CompanyId, billing_cycle_id as BillingCycleId, revision as Revision, number as Number,
            period_start as PeriodStart, period_end as PeriodEnd, pack as Pack, event_id as EventId
        from refused;
        """;

    /// <summary>Invoices of the given cycles, whichever run issued them. Parameters: tenant, companies, cycles, revisions (side by side).</summary>
    public const string SelectInvoices = """
        select i.company_id as CompanyId, i.billing_cycle_id as BillingCycleId, i.revision as Revision, i.run_id as RunId, i.invoice_id as InvoiceId,
            i.number as Number, i.currency_code as CurrencyCode, i.total_cents as TotalCents, i.input_digest as InputDigest,
            i.charge_set_digest as ChargeSetDigest, i.document_digest as DocumentDigest, i.warnings as Warnings
        from unnest(@companies, @cycles, @revisions) as k(company_id, billing_cycle_id, revision)
        join invoice.invoices i on i.tenant_id = @tenant and i.company_id = k.company_id and i.billing_cycle_id = k.billing_cycle_id
            and i.revision = k.revision;
        """;
}

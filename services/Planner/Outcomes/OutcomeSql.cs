namespace Billing.Planner.Outcomes;

/// <summary>
/// The statements that take a report into rows. They run under the lock of the run's row. A company's state only moves forward: whatever was reported before stays, so
/// that a report delivered twice, or overtaken by that of another attempt, changes nothing. One thing is further than the rest: an invoice that was issued stands, whatever
/// another attempt came to and reported first.
/// </summary>
internal static class OutcomeSql
{
    /// <summary>Companies with an outcome. A commit that differs from its preview says so in a warning.</summary>
    public const string Succeed = """
        update planner.run_companies c
        set state = o.state, reported_at = @now, input_digest = o.input_digest, charge_set_digest = o.charge_set_digest, document_digest = o.document_digest,
            invoice_id = o.invoice_id, invoice_number = o.invoice_number, currency_code = o.currency_code, total_cents = o.total_cents, error = null,
            warnings = nullif(o.warnings || case
                when p.document_digest is not null and o.state <> 'already_invoiced' and p.document_digest is distinct from o.document_digest then jsonb_build_array(jsonb_build_object(
                    'code', 'preview.changed',
                    'message', format('The preview came to %s cents, the final run to %s: the facts changed in between.', p.total_cents, o.total_cents),
                    'subject', c.company_id))
                else '[]' end, '[]')
        from unnest(@companies, @cycles, @revisions, @states, @inputs, @chargeSets, @documents, @invoices, @numbers, @currencies, @totals, @warnings::jsonb[])
            as o(company_id, billing_cycle_id, revision, state, input_digest, charge_set_digest, document_digest, invoice_id, invoice_number, currency_code, total_cents, warnings)
        left join planner.run_companies p
            on p.tenant_id = @tenant and p.run_id = @preview and p.company_id = o.company_id and p.billing_cycle_id = o.billing_cycle_id
        where c.tenant_id = @tenant and c.run_id = @run and c.company_id = o.company_id and c.billing_cycle_id = o.billing_cycle_id and c.revision = o.revision
            and (c.state in ('pending', 'sent') or o.state = 'issued' and c.state in ('failed', 'nothing_to_bill'))
        returning c.state, c.batch_no, c.company_id, c.billing_cycle_id, c.billing_cycle
        """;

    /// <summary>Failures that are final, or have no retry left, or whose run is being cancelled.</summary>
    public const string Fail = """
        update planner.run_companies c
        set state = 'failed', reported_at = @now, error = o.error
        from unnest(@companies, @cycles, @revisions, @errors::jsonb[], @finals) as o(company_id, billing_cycle_id, revision, error, is_final)
        where c.tenant_id = @tenant and c.run_id = @run and c.company_id = o.company_id and c.billing_cycle_id = o.billing_cycle_id and c.revision = o.revision
            and c.state in ('pending', 'sent')
            and (o.is_final or @cancelling or c.batch_no = @batch and c.retries >= @maxRetries)
        returning c.state, c.batch_no, c.company_id, c.billing_cycle_id, c.billing_cycle
        """;

    /// <summary>
    /// The other failures: each company gets a batch of its own, later each time. Only for the batch the company is in now: a report delivered twice starts one retry.
    /// </summary>
    public const string Retry = """
        with again as (
            select c.company_id, c.billing_cycle_id, c.retries, o.error,
                (select max(b.batch_no) from planner.run_batches b where b.tenant_id = @tenant and b.run_id = @run)
                    + row_number() over (order by c.company_id, c.billing_cycle_id) as batch_no
            from planner.run_companies c
            join unnest(@companies, @cycles, @revisions, @errors::jsonb[]) as o(company_id, billing_cycle_id, revision, error)
                on c.company_id = o.company_id and c.billing_cycle_id = o.billing_cycle_id and c.revision = o.revision
            where c.tenant_id = @tenant and c.run_id = @run and c.batch_no = @batch and c.state in ('pending', 'sent')
        ), batches as (
            insert into planner.run_batches (tenant_id, run_id, batch_no, turn, state, due_at)
            select @tenant, @run, a.batch_no, b.turn, 'pending', @now + @delay * power(2, a.retries)
            from again a
            join planner.run_batches b on b.tenant_id = @tenant and b.run_id = @run and b.batch_no = @batch
        )
        update planner.run_companies c
        set batch_no = a.batch_no, retries = c.retries + 1, error = a.error
        from again a
        where c.tenant_id = @tenant and c.run_id = @run and c.company_id = a.company_id and c.billing_cycle_id = a.billing_cycle_id
        """;

    /// <summary>The open companies of a batch, as a report would name them.</summary>
    public const string OpenOfBatch = """
        select company_id, billing_cycle_id, revision
        from planner.run_companies
        where tenant_id = @tenant and run_id = @run and batch_no = @batch and state in ('pending', 'sent')
        order by company_id, billing_cycle_id
        """;

    /// <summary>Those of @batches without open companies have left the window.</summary>
    public const string CloseBatches = """
        update planner.run_batches b
        set state = 'reported', due_at = null
        where b.tenant_id = @tenant and b.run_id = @run and b.batch_no = any(@batches) and b.state in ('pending', 'sent') and not exists (
            select from planner.run_companies c
            where c.tenant_id = @tenant and c.run_id = @run and c.batch_no = b.batch_no and c.state in ('pending', 'sent'))
        """;
}

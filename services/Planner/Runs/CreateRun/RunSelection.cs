using Billing.Contracts;
using Billing.Planner.Facts;

namespace Billing.Planner.Runs;

/// <summary>
/// The statements that turn a request into rows: one per company and cycle, numbered into batches. Set-based: a run of a hundred thousand companies
/// is one statement.
/// </summary>
internal static class RunSelection
{
    /// <summary>Every cycle is billed once; only the revise command raises this.</summary>
    public const int FirstRevision = 1;

    /// <summary>The companies of @companies that the fact source does not have.</summary>
    public static string UnknownCompanies(string schema) => $"""
        select asked.company_id
        from unnest(@companies) as asked(company_id)
        where not exists (
            select from {FactTable.Quote(schema)}.company_pack p where p.tenant_id::text = @tenant and p.company_id::text = asked.company_id)
        order by asked.company_id
        """;

    /// <summary>The companies of @companies that preview @preview does not hold.</summary>
    public const string CompaniesNotPreviewed = """
        select asked.company_id
        from unnest(@companies) as asked(company_id)
        where not exists (
            select from planner.run_companies p where p.tenant_id = @tenant and p.run_id = @preview and p.company_id = asked.company_id)
        order by asked.company_id
        """;

    public static string TenantHasCompanies(string schema) =>
        $"select exists (select from {FactTable.Quote(schema)}.company_pack p where p.tenant_id::text = @tenant)";

    /// <summary>Inserts the run's companies. Parameters: @tenant, @run, @companies (null for all), @start, @end, @due_by, @preview, @reference, @day, @revision, @batch_size, @now.</summary>
    public static string InsertCompanies(RunBilling request, string schema) => $"""
        with selected as (
            {From(request, schema)}
        ), judged as (
            select s.*, s.period_start >= s.period_end as is_broken, exists (
                select from planner.run_companies i
                where i.tenant_id = @tenant and i.company_id = s.company_id and i.billing_cycle_id = s.billing_cycle_id
                    and i.revision = @revision and i.state = 'issued') as is_issued
            from selected s
        ), turned as (
            -- A company's cycles are billed in their order, one a turn, so that a later one sees what an earlier one settled.
            select j.*, case when not (is_broken or is_issued)
                then row_number() over (partition by company_id, is_broken or is_issued order by period_start, billing_cycle_id) end as turn
            from judged j
            {(request.DueBy is null ? "" : "where not is_issued")}
        ), placed as (
            select t.*, case when turn is not null
                then (row_number() over (partition by turn order by company_id) - 1) / @batch_size end as place
            from turned t
        ), numbered as (
            select p.*, case when turn is not null then dense_rank() over (order by turn nulls last, place) end as batch_no
            from placed p
        ), batches as (
            insert into planner.run_batches (tenant_id, run_id, batch_no, turn, state)
            select distinct @tenant, @run, batch_no, turn, 'pending' from numbered where batch_no is not null
        )
        insert into planner.run_companies (
            tenant_id, run_id, company_id, billing_cycle_id, revision, company_name, billing_cycle, period_start, period_end, tax_date, batch_no, state, reported_at, error)
        select @tenant, @run, company_id, billing_cycle_id, @revision, company_name, billing_cycle, period_start, period_end, tax_date, batch_no,
            case when is_broken then 'failed' when is_issued then 'already_invoiced' else 'pending' end,
            case when batch_no is null then @now end,
            case when is_broken then jsonb_build_object(
                'code', '{ErrorCodes.PeriodInvalid}',
                'message', format('Billing cycle %s of company %s ends on %s, which is not after its start %s.', billing_cycle_id,
                    coalesce(company_name || ' (' || company_id || ')', company_id), period_end, period_start),
                'way_out', 'Correct the cycle in the fact source (its end is the first day not covered) and bill it again.',
                'subject', billing_cycle_id) end
        from numbered
        """;

    private static string From(RunBilling request, string schema) => request switch
    {
        { PreviewRunId: not null } => FromPreview,
        { Manual: not null } => FromCompany(schema),
        _ => FromCycles(request, schema),
    };

    private const string FromPreview = """
            select p.company_id, p.billing_cycle_id, p.company_name, p.billing_cycle, p.period_start, p.period_end, p.tax_date
            from planner.run_companies p
            where p.tenant_id = @tenant and p.run_id = @preview and p.state = 'previewed'
                and (@companies::text[] is null or p.company_id = any(@companies))
        """;

    /// <summary>A manual invoice is of the day it is made on; it names its reference where others name their cycle, and no length of cycle enters into it.</summary>
    private static string FromCompany(string schema) => $"""
            select n.company_id::text as company_id, @reference as billing_cycle_id, n.company_name::text as company_name,
                coalesce((
                    select c.billing_cycle::text from {FactTable.Quote(schema)}.billing_cycles_pack c
                    where c.tenant_id::text = @tenant and c.company_id::text = n.company_id::text
                    order by c.period_start_date desc limit 1), 'monthly') as billing_cycle,
                @day as period_start, @day + 1 as period_end, null::date as tax_date
            from {FactTable.Quote(schema)}.company_pack n
            where n.tenant_id::text = @tenant and n.company_id::text = any(@companies)
        """;

    private static string FromCycles(RunBilling request, string schema) => $"""
            select c.company_id::text as company_id, c.billing_cycle_id::text as billing_cycle_id, n.company_name::text as company_name,
                c.billing_cycle::text as billing_cycle, c.period_start_date::date as period_start, c.period_end_date::date as period_end, c.tax_date::date as tax_date
            from {FactTable.Quote(schema)}.billing_cycles_pack c
            left join {FactTable.Quote(schema)}.company_pack n on n.tenant_id::text = @tenant and n.company_id::text = c.company_id::text
            where c.tenant_id::text = @tenant and not c.is_closed
                and (@companies::text[] is null or c.company_id::text = any(@companies))
                and {(request.Period is not null ? "c.period_start_date >= @start and c.period_end_date <= @end" : "c.period_end_date <= @due_by")}
        """;
}

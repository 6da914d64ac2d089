using Billing.Tests.Support;

namespace Billing.Integration.Tests;

/// <summary>What an auditor would ask of the invoices in the database.</summary>
public sealed class InvoiceBooks(TestDatabase database, string tenantId)
{
    public Task<long> InvoiceCountAsync() => CountAsync("select count(*) from invoice.invoices where tenant_id = @tenantId");

    /// <summary>Cycles with more than one invoice.</summary>
    public Task<long> BilledTwiceAsync() => CountAsync(
        """
        select count(*) from (
            select 1 from invoice.invoices where tenant_id = @tenantId
            group by company_id, billing_cycle_id having count(*) > 1) billed_twice
        """);

    /// <summary>Numbers between 1 and the highest that no invoice has.</summary>
    public Task<long> MissingNumbersAsync() => CountAsync("select coalesce(max(number_seq), 0) - count(distinct number_seq) from invoice.invoices where tenant_id = @tenantId");

    /// <summary>Companies a run says it issued, without their invoice; and invoices of a run that no company of it names.</summary>
    public Task<long> RunAndInvoicesDisagreeAsync(Guid runId) => CountAsync(
        """
        select count(*)
        from (select * from planner.run_companies where tenant_id = @tenantId and run_id = @runId and state = 'issued') company
        full join (select * from invoice.invoices where tenant_id = @tenantId and run_id = @runId) issued
          on issued.invoice_id = company.invoice_id and issued.total_cents = company.total_cents and issued.number = company.invoice_number
        where company.invoice_id is null or issued.invoice_id is null
        """,
        runId);

    /// <summary>Invoices whose items or details do not add up to it, or that have none.</summary>
    public Task<long> NotAddingUpAsync() => CountAsync(
        """
        select count(*) from invoice.invoices i
        where tenant_id = @tenantId and (
            subtotal_cents is distinct from (select sum(net_cents) from invoice.invoice_items l where l.tenant_id = i.tenant_id and l.invoice_id = i.invoice_id)
            or tax_cents is distinct from (select sum(tax_cents) from invoice.invoice_items l where l.tenant_id = i.tenant_id and l.invoice_id = i.invoice_id)
            or subtotal_cents is distinct from (select sum(net_cents) from invoice.invoice_item_details d where d.tenant_id = i.tenant_id and d.invoice_id = i.invoice_id)
            or tax_cents is distinct from (select sum(tax_cents) from invoice.invoice_item_details d where d.tenant_id = i.tenant_id and d.invoice_id = i.invoice_id))
        """);

    public async Task ShouldBeInOrderAsync(Guid runId)
    {
        (await BilledTwiceAsync()).ShouldBe(0, "cycles billed twice");
        (await MissingNumbersAsync()).ShouldBe(0, "gaps in the invoice numbers");
        (await RunAndInvoicesDisagreeAsync(runId)).ShouldBe(0, "companies without their invoice, or invoices without their company");
        (await NotAddingUpAsync()).ShouldBe(0, "invoices whose lines do not add up");
    }

    private async Task<long> CountAsync(string sql, Guid? runId = null) => await database.ScalarAsync<long>(sql, new { tenantId, runId });
}

using Billing.Hosting;
using Dapper;
using Npgsql;

namespace Billing.Invoice.Tests;

[TestFixture]
internal sealed class RowSecurityTests : InvoiceFixture
{
    [Test]
    public async Task A_tenants_transaction_sees_no_other_tenant()
    {
        var (ours, theirs) = (NewTenant(), NewTenant());
        await InvoiceAsync(Batch(theirs, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(theirs, "acme"))));

        await using var transaction = await InvoiceData.BeginAsync(ours, CancellationToken.None);

        foreach (var table in new[] { "invoices", "invoice_items", "invoice_item_details", "tax_lines", "billed_events", "balances", "numbers", "previews" })
        {
            (await transaction.Connection.ExecuteScalarAsync<long>($"select count(*) from invoice.{table}", transaction: transaction.Transaction)).ShouldBe(0, table);
        }
    }

    [Test]
    public async Task A_tenants_transaction_cannot_write_for_another()
    {
        await using var transaction = await InvoiceData.BeginAsync(NewTenant(), CancellationToken.None);

        var refused = await Should.ThrowAsync<PostgresException>(() => transaction.Connection.ExecuteAsync(
            "insert into invoice.numbers (tenant_id, series, last_number) values ('somebody-else', 'invoice', 41)", transaction: transaction.Transaction));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}

using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Runs;

/// <summary>References under which manual invoices were issued. The same lines may be asked for again, and come to <c>already_invoiced</c>; others need a reference of their own.</summary>
internal sealed class ManualReferences([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource)
{
    /// <summary>Error <c>request.conflict</c> when the reference stands for an invoice of other lines.</summary>
    public async Task CheckAsync(string tenantId, ManualInvoiceRequest asked, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var issued = await transaction.Connection.QueryFirstOrDefaultAsync<IssuedRow>(new CommandDefinition(
            """
            select c.invoice_number, r.manual::text as manual
            from planner.run_companies c
            join planner.runs r on r.tenant_id = c.tenant_id and r.run_id = c.run_id
            where c.tenant_id = @tenantId and c.company_id = @CompanyId and c.billing_cycle_id = @cycle and c.state = 'issued' and r.manual is not null
            """,
            new { tenantId, asked.CompanyId, cycle = ManualInvoiceRequest.CycleIdOf(asked.Reference) },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        if (issued is null || string.Equals(DigestOf(JsonSerializer.Deserialize(issued.Manual, BillingJson.Default.ManualInvoiceRequest)!), DigestOf(asked), StringComparison.Ordinal))
            return;
        throw BillingException.Conflict(
            ErrorCodes.RequestConflict,
            $"Reference '{asked.Reference}' of company {asked.CompanyId} already stands for invoice {issued.InvoiceNumber}, which has other items.",
            "Give what is to be billed besides a reference of its own.",
            asked.Reference);
    }

    private static string DigestOf(ManualInvoiceRequest request) => Digest.Of(CanonicalJson.Serialize(request, BillingJson.Default.ManualInvoiceRequest));

    private sealed record IssuedRow(string? InvoiceNumber, string Manual);
}

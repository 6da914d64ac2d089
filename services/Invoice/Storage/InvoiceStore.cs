using Billing.Hosting;
using Billing.Invoice.Issuing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Billing.Invoice.Storage;

/// <summary>Writes batches of invoices and previews, each in one transaction. Invoices are never changed by a second writing of the same cycle.</summary>
internal sealed class InvoiceStore(
    [FromKeyedServices(InvoiceModule.ServiceName)] NpgsqlDataSource dataSource, IOptions<InvoiceNumberOptions> numbers, TimeProvider time)
{
    /// <summary>Invoices of these cycles, whichever run issued them.</summary>
    public async Task<IReadOnlyList<StoredInvoice>> FindInvoicesAsync(string tenantId, IReadOnlyList<CycleKey> keys, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var rows = await transaction.Connection.QueryAsync<StoredInvoice>(
            new(IssueSql.SelectInvoices, KeyParameters(tenantId, keys), transaction.Transaction, cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>Previews of these cycles in one run.</summary>
    public async Task<IReadOnlyList<StoredInvoice>> FindPreviewsAsync(BatchOrigin origin, IReadOnlyList<CycleKey> keys, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(origin.TenantId, cancellationToken);
        var parameters = KeyParameters(origin.TenantId, keys);
        parameters.Add("run", origin.RunId);
        var rows = await transaction.Connection.QueryAsync<StoredInvoice>(
            new(PreviewSql.SelectPreviews, parameters, transaction.Transaction, cancellationToken: cancellationToken));
        return rows.AsList();
    }

    public async Task<StoredBatch> IssueAsync(BatchOrigin origin, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(origin.TenantId, cancellationToken);
        await DraftStaging.StageHeadsAsync(transaction.Connection, origin, time.GetUtcNow(), drafts, cancellationToken);
        await DraftStaging.StageLinesAsync(transaction.Connection, origin.TenantId, drafts, cancellationToken);
        var parameters = KeyParameters(origin.TenantId, KeysOf(drafts));
        parameters.Add("series", new[] { NumberSeries.Invoice, NumberSeries.CreditNote });
        parameters.Add("prefixes", new[] { numbers.Value.InvoicePrefix, numbers.Value.CreditNotePrefix });
        parameters.Add("digits", numbers.Value.Digits);
        const string Script = IssueSql.Refuse + IssueSql.Insert + IssueSql.Number + IssueSql.SelectRefused + IssueSql.SelectInvoices;
        return await RunAsync(transaction, Script, parameters, cancellationToken);
    }

    public async Task<StoredBatch> PreviewAsync(BatchOrigin origin, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(origin.TenantId, cancellationToken);
        await DraftStaging.StageHeadsAsync(transaction.Connection, origin, time.GetUtcNow(), drafts, cancellationToken);
        var parameters = KeyParameters(origin.TenantId, KeysOf(drafts));
        parameters.Add("run", origin.RunId);
        const string Script = IssueSql.Refuse + PreviewSql.Insert + IssueSql.SelectRefused + PreviewSql.SelectPreviews;
        return await RunAsync(transaction, Script, parameters, cancellationToken);
    }

    private static async Task<StoredBatch> RunAsync(TenantTransaction transaction, string script, DynamicParameters parameters, CancellationToken cancellationToken)
    {
        StoredBatch stored;
        await using (var results = await transaction.Connection.QueryMultipleAsync(
            new(script, parameters, transaction.Transaction, cancellationToken: cancellationToken)))
        {
            var refused = (await results.ReadAsync<Refusal>()).AsList();
            stored = new((await results.ReadAsync<StoredInvoice>()).AsList(), refused);
        }

        await transaction.CommitAsync(cancellationToken);
        return stored;
    }

    private static IReadOnlyList<CycleKey> KeysOf(IReadOnlyList<InvoiceDraft> drafts) => [.. drafts.Select(draft => CycleKey.Of(draft.Document))];

    private static DynamicParameters KeyParameters(string tenantId, IReadOnlyList<CycleKey> keys)
    {
        var parameters = new DynamicParameters();
        parameters.Add("tenant", tenantId);
        parameters.Add("companies", keys.Select(key => key.CompanyId).ToArray());
        parameters.Add("cycles", keys.Select(key => key.BillingCycleId).ToArray());
        parameters.Add("revisions", keys.Select(key => key.Revision).ToArray());
        return parameters;
    }
}

using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Runs;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Planner.Outcomes;

/// <summary>Takes reports of batches into rows, each in one transaction under the lock of its run.</summary>
internal sealed class OutcomeStore(
    [FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, ClosedCycles closedCycles, IOptions<PlannerOptions> options, TimeProvider time)
{
    /// <summary>Null when there is no such run.</summary>
    public async Task<RecordedReport?> RecordAsync(BatchReport report, CancellationToken cancellationToken)
    {
        var closed = await closedCycles.ReadAsync(report, cancellationToken);
        await using var transaction = await dataSource.BeginAsync(report.TenantId, cancellationToken);

        // Before the lock: other reports of the run need not wait for it.
        await SettledEvents.WriteAsync(transaction, closed, cancellationToken);
        if (await RunProgress.LockAsync(transaction, report.RunId, cancellationToken) is not { } run)
            return null;
        var outcomes = new List<CompanyMoved>();
        if (report.Companies.Count > 0)
        {
            outcomes.AddRange(await SucceedAsync(transaction, run, report, cancellationToken));
            await ClosingBalances.WriteAsync(transaction, closed, outcomes, cancellationToken);
        }

        if (report.Failed.Count > 0)
            outcomes.AddRange(await FailAsync(transaction, run, report.BatchNo, report.Failed, cancellationToken));
        return await FinishAsync(transaction, run, report.BatchNo, outcomes, cancellationToken);
    }

    /// <summary>
    /// A batch that could not be delivered. Of several companies, each is tried in a batch of its own; a single one fails with the error. Null when there is no such run.
    /// </summary>
    public async Task<RecordedReport?> RecordUndeliveredAsync(CompanyFailed undelivered, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(undelivered.TenantId, cancellationToken);
        if (await RunProgress.LockAsync(transaction, undelivered.RunId, cancellationToken) is not { } run)
            return null;
        var open = (await transaction.Connection.QueryAsync<CompanyCycle>(new CommandDefinition(
            OutcomeSql.OpenOfBatch,
            new { tenant = undelivered.TenantId, run = undelivered.RunId, batch = undelivered.BatchNo },
            transaction.Transaction,
            cancellationToken: cancellationToken))).AsList();
        var failed = open.Select(company => new FailedCompany(company.CompanyId, company.BillingCycleId, company.Revision, undelivered.Error, Final: open.Count == 1)).ToList();
        var outcomes = failed.Count == 0 ? [] : await FailAsync(transaction, run, undelivered.BatchNo, failed, cancellationToken);
        return await FinishAsync(transaction, run, undelivered.BatchNo, outcomes, cancellationToken);
    }

    private async Task<RecordedReport> FinishAsync(
        TenantTransaction transaction, RunRow run, int batchNo, IReadOnlyList<CompanyMoved> moved, CancellationToken cancellationToken)
    {
        // A company may be reported from a batch it was moved out of: the batch that waits for its retry is done too.
        var batches = moved.Select(company => company.BatchNo).Append(batchNo).Distinct().ToArray();
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            OutcomeSql.CloseBatches, new { tenant = run.TenantId, run = run.RunId, batches }, transaction.Transaction, cancellationToken: cancellationToken));
        var completed = await RunProgress.CompleteAsync(transaction, run.RunId, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RecordedReport(run.TenantId, run.RunId, run.RunMode, completed, [.. moved.Select(company => company.State)]);
    }

    private async Task<IReadOnlyList<CompanyMoved>> SucceedAsync(TenantTransaction transaction, RunRow run, BatchReport report, CancellationToken cancellationToken)
    {
        var companies = report.Companies;
        await using var command = Command(transaction, OutcomeSql.Succeed, run);
        Add(command, "preview", NpgsqlDbType.Uuid, (object?)run.PreviewRunId ?? DBNull.Value);
        AddArray(command, "companies", NpgsqlDbType.Text, companies.Select(company => company.CompanyId));
        AddArray(command, "cycles", NpgsqlDbType.Text, companies.Select(company => company.BillingCycleId));
        AddArray(command, "revisions", NpgsqlDbType.Integer, companies.Select(company => company.Revision));
        AddArray(command, "states", NpgsqlDbType.Text, companies.Select(company => WireName<CompanyOutcome>.Of(company.Outcome)));
        AddArray(command, "inputs", NpgsqlDbType.Text, companies.Select(company => company.InputDigest));
        AddArray(command, "chargeSets", NpgsqlDbType.Text, companies.Select(company => company.ChargeSetDigest));
        AddArray(command, "documents", NpgsqlDbType.Text, companies.Select(company => company.DocumentDigest));
        AddArray(command, "invoices", NpgsqlDbType.Uuid, companies.Select(company => company.InvoiceId));
        AddArray(command, "numbers", NpgsqlDbType.Text, companies.Select(company => company.InvoiceNumber));
        AddArray(command, "currencies", NpgsqlDbType.Text, companies.Select(company => company.CurrencyCode));
        AddArray(command, "totals", NpgsqlDbType.Bigint, companies.Select(company => company.TotalCents));
        AddArray(command, "warnings", NpgsqlDbType.Text, companies.Select(company => JsonSerializer.Serialize(company.Warnings, PlannerJson.Default.IReadOnlyListBillingWarning)));
        return await ReadMovedAsync(command, cancellationToken);
    }

    private async Task<IReadOnlyList<CompanyMoved>> FailAsync(
        TenantTransaction transaction, RunRow run, int batchNo, IReadOnlyList<FailedCompany> failed, CancellationToken cancellationToken)
    {
        await using var fail = Command(transaction, OutcomeSql.Fail, run);
        AddFailed(fail, failed);
        AddArray(fail, "finals", NpgsqlDbType.Boolean, failed.Select(company => company.Final));
        Add(fail, "batch", NpgsqlDbType.Integer, batchNo);
        Add(fail, "cancelling", NpgsqlDbType.Boolean, run.RunState is RunState.Cancelling);
        Add(fail, "maxRetries", NpgsqlDbType.Integer, options.Value.CompanyRetries);
        var moved = await ReadMovedAsync(fail, cancellationToken);

        var retried = failed.Where(company => !company.Final).ToList();
        if (retried.Count == 0)
            return moved;
        await using var retry = Command(transaction, OutcomeSql.Retry, run);
        AddFailed(retry, retried);
        Add(retry, "batch", NpgsqlDbType.Integer, batchNo);
        Add(retry, "delay", NpgsqlDbType.Interval, options.Value.CompanyRetryDelay);
        await retry.ExecuteNonQueryAsync(cancellationToken);
        return moved;
    }

    private NpgsqlCommand Command(TenantTransaction transaction, string sql, RunRow run)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction.Transaction);
        Add(command, "tenant", NpgsqlDbType.Text, run.TenantId);
        Add(command, "run", NpgsqlDbType.Uuid, run.RunId);
        Add(command, "now", NpgsqlDbType.TimestampTz, time.GetUtcNow());
        return command;
    }

    private static void AddFailed(NpgsqlCommand command, IReadOnlyList<FailedCompany> failed)
    {
        AddArray(command, "companies", NpgsqlDbType.Text, failed.Select(company => company.CompanyId));
        AddArray(command, "cycles", NpgsqlDbType.Text, failed.Select(company => company.BillingCycleId));
        AddArray(command, "revisions", NpgsqlDbType.Integer, failed.Select(company => company.Revision));
        AddArray(command, "errors", NpgsqlDbType.Text, failed.Select(company => JsonSerializer.Serialize(company.Error, BillingJson.Default.BillingError)));
    }

    private static void Add(NpgsqlCommand command, string name, NpgsqlDbType type, object value) => command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value });

    private static void AddArray<T>(NpgsqlCommand command, string name, NpgsqlDbType type, IEnumerable<T> values) =>
        Add(command, name, NpgsqlDbType.Array | type, values.ToArray());

    private static async Task<IReadOnlyList<CompanyMoved>> ReadMovedAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var moved = new List<CompanyMoved>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            moved.Add(new CompanyMoved(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
        return moved;
    }
}

/// <summary>A company that came to an outcome just now.</summary>
/// <param name="BillingCycle">weekly, bi-weekly, monthly, quarterly, semi-annually, annually.</param>
internal sealed record CompanyMoved(string State, int BatchNo, string CompanyId, string BillingCycleId, string BillingCycle);

/// <param name="Completed">Set when this report completed the run.</param>
/// <param name="Outcomes">States that companies came to by this report; empty when it was taken in before.</param>
internal sealed record RecordedReport(string TenantId, Guid RunId, RunMode Mode, CompletedRun? Completed, IReadOnlyList<string> Outcomes);

using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Dapper;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Runs;

/// <summary>Requests from the queue that could not become runs: their bytes are kept, and the refusal is published.</summary>
internal sealed class RejectedRequests([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, TimeProvider time)
{
    private const int SweptAtOnce = 100;

    /// <param name="request">Null when the bytes could not be read as a request; then what can be read of it is.</param>
    public async Task RejectAsync(byte[] body, RunBilling? request, BillingError error, IPublishEndpoint publisher, CancellationToken cancellationToken)
    {
        error = error with { Message = Storable(error.Message)!, WayOut = Storable(error.WayOut), Subject = Storable(error.Subject) };
        var rejected = request is not null
            ? new RunRequestRejected(error, TenantId: Storable(request.TenantId), RunId: request.RunId, IdempotencyKey: Storable(request.IdempotencyKey))
            : Salvage(body, error);
        var tenantId = rejected.TenantId ?? "";
        var digest = Digest.Of(body);
        await using (var transaction = await dataSource.BeginSystemAsync(cancellationToken))
        {
            await transaction.Connection.ExecuteAsync(new CommandDefinition(
                """
                insert into planner.rejected_requests (tenant_id, body_digest, body, run_id, idempotency_key, error, received_at)
                values (@tenantId, @digest, @body, @RunId, @IdempotencyKey, @error, @now)
                on conflict (tenant_id, body_digest) do update set error = excluded.error, announced_at = null
                """,
                new { tenantId, digest, body, rejected.RunId, rejected.IdempotencyKey, error = Jsonb.From(error, BillingJson.Default.BillingError), now = time.GetUtcNow() },
                transaction.Transaction,
                cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }

        await publisher.Publish(rejected, cancellationToken);
        await using var announced = await dataSource.BeginSystemAsync(cancellationToken);
        await MarkAsync(announced, tenantId, digest, cancellationToken);
        await announced.CommitAsync(cancellationToken);
    }

    /// <summary>Publishes again what was received before <paramref name="before"/>, kept, and never answered. Returns how many.</summary>
    public async Task<int> SweepAsync(IPublishEndpoint publisher, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginSystemAsync(cancellationToken);
        var rows = (await transaction.Connection.QueryAsync<UnansweredRow>(new CommandDefinition(
            """
            select tenant_id, body_digest, run_id, idempotency_key, error::text as error
            from planner.rejected_requests
            where announced_at is null and received_at < @before
            order by received_at
            limit @SweptAtOnce
            for update skip locked
            """,
            new { before, SweptAtOnce },
            transaction.Transaction,
            cancellationToken: cancellationToken))).AsList();
        foreach (var row in rows)
        {
            var error = JsonSerializer.Deserialize(row.Error, BillingJson.Default.BillingError)!;
            await publisher.Publish(
                new RunRequestRejected(error, TenantId: row.TenantId.Length == 0 ? null : row.TenantId, RunId: row.RunId, IdempotencyKey: row.IdempotencyKey), cancellationToken);
            await MarkAsync(transaction, row.TenantId, row.BodyDigest, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    /// <summary>Who asked, when the document is JSON but not a request: so that the requester finds the answer.</summary>
    private static RunRequestRejected Salvage(byte[] body, BillingError error)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return new RunRequestRejected(
                error,
                TenantId: Text(document.RootElement, "tenant_id"),
                RunId: Guid.TryParse(Text(document.RootElement, "run_id"), out var runId) ? runId : null,
                IdempotencyKey: Text(document.RootElement, "idempotency_key"));
        }
        catch (JsonException)
        {
            return new RunRequestRejected(error); // the error says already that it is not JSON
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? Storable(value.GetString())
            : null;

    /// <summary>PostgreSQL keeps no null character, and what is quoted of a request may hold one. The request's own bytes are kept as they came.</summary>
    private static string? Storable(string? text) => text?.Replace('\0', '\uFFFD');

    private Task<int> MarkAsync(TenantTransaction transaction, string tenantId, string digest, CancellationToken cancellationToken) =>
        transaction.Connection.ExecuteAsync(new CommandDefinition(
            "update planner.rejected_requests set announced_at = @now where tenant_id = @tenantId and body_digest = @digest",
            new { now = time.GetUtcNow(), tenantId, digest },
            transaction.Transaction,
            cancellationToken: cancellationToken));

    private sealed record UnansweredRow(string TenantId, string BodyDigest, Guid? RunId, string? IdempotencyKey, string Error);
}

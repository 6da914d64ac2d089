using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Billing.Contracts;
using Billing.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Planner.Facts;

/// <summary>
/// Loads rows into the system's own fact source: all of a file or nothing of it. Rows are inserted or updated by their key; of two lines with the same
/// key the later one counts. Loading the same rows again changes none.
/// </summary>
public sealed class FactLoader([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, FactTables tables, TableStatistics statistics)
{
    private const int MaxLineBytes = 16 << 20;
    private const string LineNo = "line_no";

    /// <param name="rows">NDJSON: one row a line; empty lines are skipped. Errors: <c>fact.pack_missing</c>, <c>fact.invalid</c>.</param>
    public async Task<FactsLoaded> LoadAsync(string tenantId, string pack, PipeReader rows, CancellationToken cancellationToken)
    {
        var table = tables.Get(pack);
        var reader = new FactRowReader(table, tenantId);
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        await CreateStageAsync(transaction.Connection, table, cancellationToken);
        var count = await CopyAsync(transaction.Connection, reader, rows, cancellationToken);
        var changed = await MergeAsync(transaction.Connection, table, tenantId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await statistics.RefreshAsync(changed, [$"{FactSources.Own}.{FactTable.Quote(table.Name)}"], cancellationToken);
        return new FactsLoaded(pack, count, changed);
    }

    private static async Task CreateStageAsync(NpgsqlConnection connection, FactTable table, CancellationToken cancellationToken)
    {
        // COPY does not work under row-level security, so rows go through a table of this transaction's own.
        var columns = table.OwnFields.Select(field => $"{FactTable.Quote(field.Name)} {FactTable.SqlType(field.Type)}");
        await using var command = connection.CreateCommand();
        command.CommandText = $"create temporary table fact_rows ({LineNo} int, company_id text, {string.Join(", ", columns)}, extra jsonb) on commit drop";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<int> CopyAsync(NpgsqlConnection connection, FactRowReader reader, PipeReader rows, CancellationToken cancellationToken)
    {
        var types = reader.Columns.Select(field => DbType(field.Type)).ToArray();
        var names = string.Join(", ", reader.Columns.Select(field => FactTable.Quote(field.Name)));
        await using var import = await connection.BeginBinaryImportAsync(
            $"copy fact_rows ({LineNo}, company_id, {names}, extra) from stdin (format binary)", cancellationToken);
        var lineNo = 0;
        var count = 0;
        await foreach (var line in LinesAsync(rows, cancellationToken))
        {
            lineNo++;
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
                continue;
            var row = reader.Read(line, lineNo);
            await import.StartRowAsync(cancellationToken);
            await import.WriteAsync(lineNo, NpgsqlDbType.Integer, cancellationToken);
            await WriteAsync(import, row.CompanyId, NpgsqlDbType.Text, cancellationToken);
            for (var i = 0; i < types.Length; i++)
                await WriteAsync(import, row.Values[i], types[i], cancellationToken);
            await WriteAsync(import, row.Extra, NpgsqlDbType.Jsonb, cancellationToken);
            count++;
        }

        await import.CompleteAsync(cancellationToken);
        return count;
    }

    private static Task WriteAsync(NpgsqlBinaryImporter import, object? value, NpgsqlDbType type, CancellationToken cancellationToken) =>
        value is null ? import.WriteNullAsync(cancellationToken) : import.WriteAsync(value, type, cancellationToken);

    private static async Task<int> MergeAsync(NpgsqlConnection connection, FactTable table, string tenantId, CancellationToken cancellationToken)
    {
        var key = string.Join(", ", table.KeyColumns.Where(name => name is not FactTable.TenantId).Select(FactTable.Quote));
        var all = table.OwnFields.Select(field => FactTable.Quote(field.Name)).Append(FactTable.Extra).Prepend(FactTable.CompanyId).ToList();
        var values = all.Except(table.KeyColumns.Select(FactTable.Quote), StringComparer.Ordinal).Where(name => name is not FactTable.CompanyId).ToList();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            insert into facts.{FactTable.Quote(table.Name)} as kept (tenant_id, {string.Join(", ", all)})
            select distinct on ({key}) @tenant, {string.Join(", ", all)}
            from fact_rows
            order by {key}, {LineNo} desc
            on conflict ({string.Join(", ", table.KeyColumns.Select(FactTable.Quote))}) do update
            set {string.Join(", ", values.Select(name => $"{name} = excluded.{name}"))}
            where ({string.Join(", ", values.Select(name => "kept." + name))}) is distinct from ({string.Join(", ", values.Select(name => "excluded." + name))})
            """;
        command.Parameters.AddWithValue("tenant", tenantId);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlDbType DbType(FactType type) => type switch
    {
        FactType.Text => NpgsqlDbType.Text,
        FactType.Integer or FactType.Cents => NpgsqlDbType.Bigint,
        FactType.Decimal => NpgsqlDbType.Numeric,
        FactType.Boolean => NpgsqlDbType.Boolean,
        FactType.Date => NpgsqlDbType.Date,
        FactType.Instant => NpgsqlDbType.TimestampTz,
        FactType.Json => NpgsqlDbType.Jsonb,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A fact type without a column type."),
    };

    /// <summary>Lines without their line feeds; a line is valid until the next one is asked for.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(
        PipeReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return Joined(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty)
                    yield return Joined(buffer);
                reader.AdvanceTo(buffer.End);
                yield break;
            }

            if (buffer.Length > MaxLineBytes)
                throw BillingException.Invalid(ErrorCodes.FactInvalid, string.Create(CultureInfo.InvariantCulture, $"A line is longer than {MaxLineBytes >> 20} MiB."), "Send one row a line.");
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static ReadOnlyMemory<byte> Joined(ReadOnlySequence<byte> line) => line.IsSingleSegment ? line.First : line.ToArray();
}

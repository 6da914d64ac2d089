using System.Buffers;
using Npgsql;

namespace Billing.Planner.Facts;

/// <summary>The rows of one pack for one batch: JSON objects in the catalog's key order, by company; rows of all companies among them.</summary>
public sealed class PackRows
{
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Dictionary<string, List<Range>> _byCompany = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _broken = new(StringComparer.Ordinal);

    public PackRows(FactTable table, IEnumerable<string> companyIds)
    {
        ArgumentNullException.ThrowIfNull(companyIds);
        Table = table;
        foreach (var companyId in companyIds)
            _byCompany.TryAdd(companyId, []);
    }

    public FactTable Table { get; }

    internal IBufferWriter<byte> Buffer => _buffer;

    /// <summary>Why a company's rows could not be written as a document; null when they could.</summary>
    public string? BrokenBecause(string companyId) => _broken.GetValueOrDefault(companyId);

    public IEnumerable<ReadOnlyMemory<byte>> Of(string companyId)
    {
        foreach (var range in _byCompany[companyId])
            yield return _buffer.WrittenMemory[range];
    }

    /// <summary>Adds a row that did not come from a fact source: a JSON object.</summary>
    internal void Add(string companyId, ReadOnlyMemory<byte> row)
    {
        var start = _buffer.WrittenCount;
        _buffer.Write(row.Span);
        _byCompany[companyId].Add(start.._buffer.WrittenCount);
    }

    /// <param name="companyId">Null for a row that all companies share.</param>
    /// <param name="writer">Writes to <see cref="Buffer"/>.</param>
    internal void Add(string? companyId, FactRowWriter writer, NpgsqlDataReader reader)
    {
        var start = _buffer.WrittenCount;
        try
        {
            writer.Write(reader);
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException or FormatException)
        {
            writer.Abandon();
            IEnumerable<string> companies = companyId is null ? _byCompany.Keys : [companyId];
            foreach (var company in companies)
                _broken.TryAdd(company, exception.Message);
            return;
        }

        var range = start.._buffer.WrittenCount;
        if (companyId is not null)
        {
            _byCompany[companyId].Add(range);
            return;
        }

        foreach (var rows in _byCompany.Values)
            rows.Add(range);
    }
}

using Billing.Contracts;

namespace Billing.Planner.Facts;

/// <summary>Where facts come from. SQL only narrows: by company, by column, and by a date window that is a superset under every policy.</summary>
public interface IFactSource
{
    /// <summary>The columns each table or view of the source has, by table name.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> DescribeAsync(string source, CancellationToken cancellationToken);

    /// <summary>All rows of these packs for a whole batch: one query per pack, in one snapshot of the database.</summary>
    Task<IReadOnlyList<PackRows>> ReadAsync(FactQuery query, CancellationToken cancellationToken);
}

/// <param name="Source">A name of <see cref="FactSources"/>.</param>
public sealed record FactQuery(string TenantId, string Source, IReadOnlyList<FactTable> Tables, IReadOnlyList<FactWindow> Companies);

/// <summary>One company, and the half-open dates its events are narrowed to.</summary>
public sealed record FactWindow(string CompanyId, DateRange Dates);

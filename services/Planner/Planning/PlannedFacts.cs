using Billing.Contracts;
using Billing.Planner.Facts;
using Billing.Rating;

namespace Billing.Planner.Planning;

/// <summary>A fact plan on a fact source: the tables to read, or the one error that says why they cannot be.</summary>
public sealed class PlannedFacts(FactTables tables, IFactSource source)
{
    private readonly FactPlanner _planner = new(Catalogs.Facts);

    /// <summary>
    /// The tables of everything the pipeline's modules and the host declare, in the order of the packs' names. Nothing is fetched. Errors: <c>fact.pack_missing</c>,
    /// <c>fact.field_missing</c>, <c>fact.version_conflict</c> from the catalog; the first two also when the source has no such view or column.
    /// </summary>
    public async Task<IReadOnlyList<FactTable>> PlanAsync(PipelineDocument pipeline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var plan = _planner.Plan(pipeline);
        var columns = await source.DescribeAsync(pipeline.FactSource, cancellationToken);
        var planned = new List<FactTable>(plan.Packs.Count);
        foreach (var pack in plan.Packs.OrderBy(pack => pack.Name, StringComparer.Ordinal))
        {
            var table = tables.Get(pack.Name);
            if (columns.TryGetValue(table.Name, out var there))
            {
                Check(pipeline.FactSource, pack, table, there);
                planned.Add(table);
            }
            else if (!pack.Optional)
            {
                throw new Rating.BillingException(
                    ErrorCodes.PackMissing,
                    $"Fact source '{pipeline.FactSource}' has no table or view {table.Name}, which {string.Join(", ", pack.RequestedBy)} asks for as {pack.Name}.",
                    $"Give the source a view named {table.Name}.",
                    pack.Name);
            }
        }

        return planned;
    }

    private static void Check(string source, PlannedPack pack, FactTable table, IReadOnlySet<string> columns)
    {
        var missing = pack.Fields.Prepend(FactTable.CompanyId).Prepend(FactTable.TenantId).FirstOrDefault(field => !columns.Contains(field));
        if (missing is not null)
        {
            throw new Rating.BillingException(
                ErrorCodes.FieldMissing,
                $"{table.Name} of fact source '{source}' has no column {missing}, which {string.Join(", ", pack.RequestedBy)} asks for.",
                $"Add the column to the view; the pack's fields are in schemas/catalog.json under {pack.Name}.",
                $"{pack.Name}.{missing}");
        }
    }
}

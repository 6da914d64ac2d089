using Billing.Contracts;

namespace Billing.Rating;

/// <summary>How a transformer's or validator's charges are split over calls.</summary>
internal static class Partitions
{
    private static readonly Dictionary<PartitionBy, string> Dimensions = new()
    {
        [PartitionBy.Plan] = "plan_id",
        [PartitionBy.Assignment] = "assignment_id",
        [PartitionBy.Category] = "category",
    };

    /// <summary>
    /// Partitions by key, charges inside them in their order. The whole company is one partition with an empty key, also when it has no charges;
    /// otherwise charges without the dimension are the partition with the empty key.
    /// </summary>
    public static IEnumerable<(string Key, StageCharges Charges)> Of(PartitionBy partitionBy, StageCharges charges)
    {
        if (!Dimensions.TryGetValue(partitionBy, out var dimension))
            return [("", charges)];
        return charges.Items
            .GroupBy(charge => charge.Dimensions?.GetValueOrDefault(dimension) ?? "", StringComparer.Ordinal)
            .OrderBy(partition => partition.Key, StringComparer.Ordinal)
            .Select(partition => (partition.Key, new StageCharges([.. partition])));
    }

    /// <summary>What ids of charges made in a partition are derived from.</summary>
    public static string Place(string stage, PartitionBy partitionBy, string key) => partitionBy == PartitionBy.Company ? stage : $"{stage}/{key}";
}

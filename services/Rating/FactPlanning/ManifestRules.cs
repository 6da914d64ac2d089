using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What a manifest must hold beyond its packs and fields, so that nothing in it is silently without effect. Error <c>manifest.invalid</c>.</summary>
internal static class ManifestRules
{
    public static IEnumerable<BillingError> Problems(ModuleManifest manifest, FactCatalog catalog)
    {
        var name = $"{manifest.ModuleId}@{manifest.Version}";
        var scope = manifest.Type == ModuleType.Producer ? catalog.Packs.FirstOrDefault(pack => string.Equals(pack.Name, "AssignmentPack", StringComparison.Ordinal)) : null;
        PackRequirement[] requirements = [.. manifest.Requires.Facts, .. manifest.Requires.Events];
        foreach (var requirement in requirements)
        {
            if (RowFilter.Problem(name, requirement, scope) is { } problem)
                yield return problem;
        }

        foreach (var twice in requirements.GroupBy(requirement => requirement.Kind, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return Invalid(name, $"asks for {twice.Key} twice", "Ask once, for all fields and rows.");
        foreach (var entry in manifest.SkipWhenEmpty)
        {
            if (!ChargeTypes.TryParse(entry, out _) && !Array.Exists(requirements, requirement => string.Equals(requirement.Kind, entry, StringComparison.Ordinal)))
                yield return Invalid(name, $"is skipped when '{entry}' is empty, which it does not ask for", "Name a pack it requires, or a charge type.");
        }

        if (manifest.Requires.Charges is { } members)
        {
            if (manifest.Type != ModuleType.Validator)
                yield return Invalid(name, "is no validator and asks for some members of charges", "Leave requires.charges out: a transformer gets charges as they are, and a producer none.");
            foreach (var member in members.Where(member => !ChargeMemberNames.TryParse(member, out _)))
                yield return Invalid(name, $"asks for member '{member}' of charges, which they do not have", $"The members of a charge are {string.Join(", ", ChargeMemberNames.All)}.");
        }

        foreach (var dimension in manifest.Emits?.DimensionsDefault.Keys.Where(key => !OutputCursor.IsSnakeCase(key)) ?? [])
            yield return Invalid(name, $"has the default dimension '{dimension}'", "Write dimensions in lower snake case.");
        if (manifest.Type == ModuleType.Producer && manifest.PartitionBy != PartitionBy.Company)
            yield return Invalid(name, "is a producer with partition_by", "A producer is run once per scope; leave partition_by out.");
    }

    private static BillingError Invalid(string name, string what, string wayOut) => new(ErrorCodes.ManifestInvalid, $"{name} {what}.", wayOut, name);
}

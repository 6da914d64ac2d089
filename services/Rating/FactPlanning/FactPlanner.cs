using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Unions what modules and host declare into one <see cref="FactPlan"/>, and refuses what the catalog cannot give before anything is fetched:
/// <c>fact.pack_missing</c>, <c>fact.field_missing</c>, <c>fact.version_conflict</c>, each saying who asked for what; and <c>manifest.invalid</c>.
/// </summary>
public sealed class FactPlanner(FactCatalog catalog)
{
    /// <summary>The plan of all modules a pipeline pins. Throws the first problem.</summary>
    public FactPlan Plan(PipelineDocument pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return Plan(pipeline.Manifests.Values);
    }

    /// <inheritdoc cref="Plan(PipelineDocument)"/>
    public FactPlan Plan(IEnumerable<ModuleManifest> manifests)
    {
        var problems = new List<BillingError>();
        var plan = Plan(manifests, problems);
        return problems.Count == 0 ? plan : throw new BillingException(problems[0]);
    }

    /// <summary>All problems at once, for <c>plan-inputs</c> and for publishing a module; empty when the plan can be made.</summary>
    public IReadOnlyList<BillingError> Check(IEnumerable<ModuleManifest> manifests)
    {
        var problems = new List<BillingError>();
        Plan(manifests, problems);
        return problems;
    }

    private FactPlan Plan(IEnumerable<ModuleManifest> manifests, List<BillingError> problems)
    {
        var all = manifests.ToList();
        var requests = Requests(all).ToList();
        var packs = new List<PlannedPack>();
        foreach (var group in requests.GroupBy(request => request.Pack.Kind, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var pack = catalog.Packs.FirstOrDefault(known => string.Equals(known.Name, group.Key, StringComparison.Ordinal));
            if (pack is null)
                problems.AddRange(group.Where(request => !request.Pack.Optional).Take(1).Select(request => PackMissing(request)));
            else if (Checked(pack, group, problems) is { Count: > 0 } usable)
                packs.Add(Union(pack, usable));
        }

        problems.AddRange(all.SelectMany(manifest => ManifestRules.Problems(manifest, catalog)));
        return new FactPlan(catalog.CatalogVersion, packs);
    }

    private static IEnumerable<Request> Requests(IEnumerable<ModuleManifest> manifests)
    {
        foreach (var fact in HostManifest.Requires.Facts)
            yield return new Request(HostManifest.Name, PackKind.Fact, fact);
        foreach (var manifest in manifests.OrderBy(m => m.ModuleId, StringComparer.Ordinal).ThenBy(m => m.Version, StringComparer.Ordinal))
        {
            var module = $"{manifest.ModuleId}@{manifest.Version}";
            if (manifest.Scope is { } scope)
                yield return new Request(module, PackKind.Fact, new PackRequirement { Kind = scope.Schema, VersionRange = scope.VersionRange, Fields = [] });
            foreach (var fact in manifest.Requires.Facts)
                yield return new Request(module, PackKind.Fact, fact);
            foreach (var events in manifest.Requires.Events)
                yield return new Request(module, PackKind.Event, events);
        }
    }

    private static List<Request> Checked(FactPack pack, IEnumerable<Request> requests, List<BillingError> problems)
    {
        var usable = new List<Request>();
        foreach (var request in requests)
        {
            if (Problem(pack, request) is not { } problem)
                usable.Add(request);
            else if (!request.Pack.Optional)
                problems.Add(problem);
        }

        return usable;
    }

    private static BillingError? Problem(FactPack pack, Request request)
    {
        if (pack.Kind != request.Kind)
        {
            return new BillingError(
                ErrorCodes.PackMissing,
                $"{request.By} asks for {pack.Name} as {Word(request.Kind)}, but the catalog has it as {Word(pack.Kind)}.",
                $"List it under requires.{Word(pack.Kind)}s in the manifest.",
                pack.Name);
        }

        if (!VersionRange.TryParse(request.Pack.VersionRange, out var range) || !range.Contains(SemanticVersion.Parse(pack.Version)))
        {
            return new BillingError(
                ErrorCodes.VersionConflict,
                $"{request.By} asks for {pack.Name} {request.Pack.VersionRange}, but the catalog has {pack.Version}.",
                "Bind a version of the module that works with this catalog.",
                pack.Name);
        }

        var unknown = request.Pack.Fields.Concat(request.Pack.Filters.Keys)
            .FirstOrDefault(field => !pack.Fields.Any(known => string.Equals(known.Name, field, StringComparison.Ordinal)));
        return unknown is null
            ? null
            : new BillingError(
                ErrorCodes.FieldMissing,
                $"{request.By} asks for field {unknown} of {pack.Name} {pack.Version}, which has no such field.",
                $"Correct the manifest; the pack's fields are {string.Join(", ", pack.Fields.Select(field => field.Name))}.",
                $"{pack.Name}.{unknown}");
    }

    private static PlannedPack Union(FactPack pack, List<Request> requests)
    {
        var wanted = requests.SelectMany(request => request.Pack.Fields.Concat(request.Pack.Filters.Keys))
            .Concat(pack.Key)
            .Concat(pack.Order ?? [])
            .ToHashSet(StringComparer.Ordinal);
        if (pack.DateField is not null)
            wanted.Add(pack.DateField);
        if (pack.Kind == PackKind.Event)
            wanted.UnionWith(pack.Fields.Select(field => field.Name)); // eligibility and routing read what they need; an event is a whole row
        return new PlannedPack(
            pack.Name,
            pack.Kind,
            pack.Version,
            [.. pack.Fields.Select(field => field.Name).Where(wanted.Contains)],
            SharedFilters(requests),
            pack.DateField,
            requests.TrueForAll(request => request.Pack.Optional),
            [.. requests.Select(request => request.By).Distinct(StringComparer.Ordinal)]);
    }

    private static SortedDictionary<string, JsonElement> SharedFilters(List<Request> requests)
    {
        var shared = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (field, value) in requests[0].Pack.Filters)
        {
            if (!RowFilter.RefersToScope(value)
                && requests.TrueForAll(request => request.Pack.Filters.TryGetValue(field, out var other) && JsonElement.DeepEquals(other, value)))
            {
                shared.Add(field, value);
            }
        }

        return shared;
    }

    private static BillingError PackMissing(Request request) => new(
        ErrorCodes.PackMissing,
        $"{request.By} asks for {request.Pack.Kind}, which the catalog does not have.",
        "Correct the manifest, or declare the pack in the catalog.",
        request.Pack.Kind);

    private static string Word(PackKind kind) => kind == PackKind.Fact ? "fact" : "event";

    private sealed record Request(string By, PackKind Kind, PackRequirement Pack);
}

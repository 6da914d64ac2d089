using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Gives a company's events to its scopes. Errors: <c>fact.invalid</c>, <c>fact.pack_missing</c>; an event that goes nowhere is the warning <c>event.unrouted</c>.
/// </summary>
internal sealed class EventRouter(PreparedPipeline pipeline, InputDocument input, IReadOnlyList<Scope> own, ScopeRoster roster)
{
    private readonly EventPolicies _policies = pipeline.EventPolicies;
    private readonly List<BillingWarning> _warnings = [];

    public IReadOnlyList<BillingWarning> Warnings => _warnings;

    /// <summary>Events for the company as a whole, by pack and in canonical order: what may be billed, and whatever a scope was given besides.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Route()
    {
        var events = new SortedDictionary<string, IReadOnlyList<JsonElement>>(StringComparer.Ordinal);
        if (!input.EventPacks.Any())
            return events;
        var eligibility = new EventEligibility(input, _policies);
        foreach (var packName in input.EventPacks.Order(StringComparer.Ordinal))
        {
            var pack = Catalogs.Facts.Packs.FirstOrDefault(known => string.Equals(known.Name, packName, StringComparison.Ordinal))
                ?? throw new BillingException(ErrorCodes.PackMissing, $"The catalog has no event pack {packName}.", "Bind modules whose event packs the catalog has, and start the run anew.", packName);
            if (input.Request == RequestKind.Manual && pipeline.IsRouted(packName))
                continue; // what a plan bills stays for its cycle
            events[packName] = RoutePack(packName, eligibility.OfPeriod(pack, input.FindEvents(packName)!));
        }

        return events;
    }

    private List<JsonElement> RoutePack(string pack, IEnumerable<CompanyEvent> ofPeriod)
    {
        var rows = new List<JsonElement>();
        var isRouted = pipeline.IsRouted(pack);
        var takers = isRouted ? _policies.Routing.Takers(pack, own, roster).ToLookup(scope => _policies.BucketEntries(scope)) : null;
        IReadOnlyList<Scope> takingAll = takers is null ? [] : [.. takers[true]];
        IReadOnlyList<Scope> taking = takers is null ? [] : [.. takers[false]];
        foreach (var companyEvent in ofPeriod)
        {
            var given = GiveAll(companyEvent, takingAll);
            if (companyEvent.IsBillable && isRouted)
                given |= GiveRouted(companyEvent, taking, warn: !given);
            if (companyEvent.IsBillable || given)
                rows.Add(companyEvent.Row);
        }

        return rows;
    }

    private bool GiveAll(CompanyEvent companyEvent, IReadOnlyList<Scope> takers)
    {
        var given = false;
        foreach (var scope in takers)
        {
            if ((companyEvent.Day is { } day && !_policies.AssignmentDates(scope, day)) || !scope.Producer.Admits(companyEvent.Pack, companyEvent.Row, scope.Row))
                continue;
            scope.Give(companyEvent);
            given = true;
        }

        return given;
    }

    private bool GiveRouted(CompanyEvent companyEvent, IReadOnlyList<Scope> takers, bool warn)
    {
        IReadOnlyList<Scope> admitting = [.. takers.Where(scope => scope.Producer.Admits(companyEvent.Pack, companyEvent.Row, scope.Row))];
        var chosen = _policies.Routing.Choose(companyEvent, admitting, _policies, out var problem);
        if (problem is not null && warn)
            _warnings.Add(new BillingWarning(ErrorCodes.EventUnrouted, $"{companyEvent.Pack} event {companyEvent.Id} is not billed: {problem}.", companyEvent.Id));
        foreach (var scope in chosen)
            scope.Give(companyEvent);
        return chosen.Count > 0;
    }
}

using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <param name="Scopes">By assignment id; of one assignment its own module first, then others that rate under it.</param>
/// <param name="Events">All eligible events by pack, in canonical order, whichever scope they went to.</param>
/// <param name="Warnings">Events that went nowhere.</param>
internal sealed record CompanyScopes(
    IReadOnlyList<Scope> Scopes,
    IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Events,
    IReadOnlyList<BillingWarning> Warnings);

/// <summary>
/// Decides what of a company is rated: which assignments are scopes of this period, which module serves each, and which scope each event goes to. A manual invoice
/// has no scopes and needs no assignment: its stages get the events that are the company's as a whole.
/// Errors: <c>period.invalid</c>, <c>cycle.spans_change</c>, <c>assignment.none</c>, <c>binding.none</c>, <c>binding.ambiguous</c>, <c>currency.mixed</c>,
/// <c>fact.pack_missing</c>, <c>fact.invalid</c>.
/// </summary>
internal static class ScopePlanner
{
    private const string Assignments = "AssignmentPack";
    private const string Plans = "PlanPack";

    public static CompanyScopes Plan(PreparedPipeline pipeline, InputDocument input)
    {
        PeriodRules.Check(input);
        var own = input.Request == RequestKind.Manual ? [] : Scopes(pipeline, input);
        var roster = new ScopeRoster(pipeline, own);
        roster.VisitFixedServices(input);
        var router = new EventRouter(pipeline, input, own, roster);
        var events = router.Route();
        return new CompanyScopes(roster.All(), events, router.Warnings);
    }

    private static List<Scope> Scopes(PreparedPipeline pipeline, InputDocument input)
    {
        var plans = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var plan in input.Facts(Plans))
            plans[plan.Text(Plans, "plan_id")] = plan;
        var endConvention = PeriodRules.EndConvention(input);
        var scopes = new List<Scope>();
        var isAnyInForce = false;
        foreach (var row in input.Facts(Assignments))
        {
            var start = row.Date(Assignments, "start_date");
            var end = row.DateOrNull(Assignments, "end_date");
            if (!IsBilled(row) || !pipeline.AssignmentWindow(start, end, input.Period, endConvention))
                continue;
            isAnyInForce = true;
            var planId = row.Text(Assignments, "plan_id");
            var plan = plans.TryGetValue(planId, out var found) ? found : (JsonElement?)null;
            if (IsDue(row, plan, start, end, input.Period))
                scopes.Add(Bind(pipeline, input, row, plan, planId, start, end));
        }

        if (!isAnyInForce)
        {
            throw new BillingException(
                ErrorCodes.AssignmentNone,
                $"Company {input.CompanyLabel} has no plan assignment in force in {PeriodRules.Days(input.Period)}.",
                "Give it a plan that is in force in the period (AssignmentPack), or close the billing cycle, and bill it again.",
                input.CompanyId);
        }

        scopes.Sort((left, right) => string.CompareOrdinal(left.AssignmentId, right.AssignmentId));
        for (var i = 1; i < scopes.Count; i++)
        {
            if (string.Equals(scopes[i - 1].AssignmentId, scopes[i].AssignmentId, StringComparison.Ordinal))
            {
                throw new BillingException(
                    ErrorCodes.FactInvalid, $"Assignment {scopes[i].AssignmentId} occurs twice.", "Remove one of the rows from the fact source.", scopes[i].AssignmentId);
            }
        }

        return scopes;
    }

    /// <summary>A row with source <c>bundle-row</c> exists so that events can name the plan; the bundle's own row is what is billed.</summary>
    private static bool IsBilled(JsonElement row) => row.Flag(Assignments, "is_active") && row.TextOrNull(Assignments, "source") is not "bundle-row";

    /// <summary>
    /// A plan whose frequency is not the cycle's is billed in the cycle that holds its anniversary, counted from the assignment's start: in arrears from the first
    /// full term on, in advance from the start itself. In arrears the term that an assignment ends in is due in the cycle that holds its last day: no later one sees it.
    /// </summary>
    private static bool IsDue(JsonElement row, JsonElement? plan, DateOnly start, DateOnly? end, BillingPeriod period)
    {
        var frequency = plan?.TextOrNull(Plans, "billing_frequency") ?? row.TextOrNull(Assignments, "billing_cycle") ?? period.BillingCycle;
        if (string.Equals(frequency, period.BillingCycle, StringComparison.Ordinal))
            return true;
        var isAdvance = plan?.TextOrNull(Plans, "billing_timing") is "advance";
        return BillingCycles.HasAnniversary(start, frequency, isAdvance ? 0 : 1, new DateRange(period.Start, period.End)) || (!isAdvance && end > period.Start && end <= period.End);
    }

    private static Scope Bind(PreparedPipeline pipeline, InputDocument input, JsonElement row, JsonElement? plan, string planId, DateOnly start, DateOnly? end)
    {
        var id = row.Text(Assignments, "assignment_id");
        var type = row.Text(Assignments, "plan_type");
        var bundleId = row.TextOrNull(Assignments, "bundle_id");
        var planName = row.TextOrNull(Assignments, "plan_name") ?? plan?.TextOrNull(Plans, "plan_name");
        CheckCurrency(input, id, row.TextOrNull(Assignments, "currency_code"));
        CheckCurrency(input, id, plan?.TextOrNull(Plans, "currency_code"));
        var producer = pipeline.ProducerOf(new BindingTarget(id, planId, type, bundleId, planName));
        return new Scope(id, planId, type, bundleId, row, start, end, producer) { PlanLabel = BindingTarget.Label(planId, planName) };
    }

    private static void CheckCurrency(InputDocument input, string assignmentId, string? currency)
    {
        if (currency is not null && !string.Equals(currency, input.CurrencyCode, StringComparison.Ordinal))
        {
            throw new BillingException(
                ErrorCodes.CurrencyMixed,
                $"Assignment {assignmentId} is priced in {currency}, and company {input.CompanyLabel} is billed in {input.CurrencyCode}.",
                "Bill one currency per company.",
                assignmentId);
        }
    }
}

using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Whether a stage runs: it is for this kind of request, and every condition that is given holds.</summary>
internal static class Conditions
{
    public static bool Hold(ProgramStage stage, IReadOnlyList<Charge> charges, InputDocument input) => IsFor(stage, input.Request) && Hold(stage.When, charges, input);

    /// <summary>A manual invoice must not bring a plan's price or discount in by a stage that nobody thought of.</summary>
    private static bool IsFor(ProgramStage stage, RequestKind request) =>
        stage.Requests?.Contains(request) ?? (stage.Kind == StageKind.Validator || request == RequestKind.Cycle);

    private static bool Hold(StageCondition? condition, IReadOnlyList<Charge> charges, InputDocument input) =>
        condition is null
        || ((condition.AnyChargeType is not { } types || charges.Any(charge => types.Contains(charge.ChargeType)))
            && (condition.AnyFact is not { } packs || packs.Any(pack => (input.FindFacts(pack) ?? input.FindEvents(pack)) is { Count: > 0 })));
}

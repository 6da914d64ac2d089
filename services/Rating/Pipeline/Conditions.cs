using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Whether a stage runs: every condition that is given must hold.</summary>
internal static class Conditions
{
    public static bool Hold(StageCondition? condition, IReadOnlyList<Charge> charges, InputDocument input) =>
        condition is null
        || ((condition.AnyChargeType is not { } types || charges.Any(charge => types.Contains(charge.ChargeType)))
            && (condition.AnyFact is not { } packs || packs.Any(pack => (input.FindFacts(pack) ?? input.FindEvents(pack)) is { Count: > 0 })));
}

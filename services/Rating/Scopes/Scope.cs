using System.Text.Json;

namespace Billing.Rating;

/// <summary>What a producer is run for: one plan assignment of one company, with the module that rates it and the events given to it.</summary>
/// <param name="Row">The AssignmentPack row.</param>
/// <param name="Start">First day of the assignment.</param>
/// <param name="End">First day after it; null for open.</param>
internal sealed record Scope(string AssignmentId, string PlanId, string PlanType, string? BundleId, JsonElement Row, DateOnly Start, DateOnly? End, ModuleUse Producer)
{
    /// <summary>Events by pack, in canonical order.</summary>
    public Dictionary<string, List<JsonElement>> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>The same assignment for another module, with no events yet.</summary>
    public Scope For(ModuleUse producer) => new(AssignmentId, PlanId, PlanType, BundleId, Row, Start, End, producer) { PlanLabel = PlanLabel };

    public void Give(CompanyEvent companyEvent)
    {
        if (!Events.TryGetValue(companyEvent.Pack, out var given))
            Events[companyEvent.Pack] = given = [];
        given.Add(companyEvent.Row);
    }

    public bool Covers(DateOnly day) => day >= Start && (End is null || day < End);

    /// <summary>For messages.</summary>
    public required string PlanLabel { get; init; }

    public override string ToString() => $"assignment {AssignmentId} (plan {PlanLabel})";
}

using Billing.Contracts;

namespace Billing.Cli.Parity.Attribution;

/// <summary>A scenario that two profiles bill differently, and why.</summary>
/// <param name="Parts">By the name of each policy of the explanation: the parts that would be different without it.</param>
/// <param name="FromTotalCents">What the company pays under the first profile; null where that ends in a failure or without an invoice.</param>
/// <param name="FromFailure">Code of the failure under the first profile; null for none.</param>
public sealed record ExplainedScenario(
    string Id, string Family, Explanation Explanation, IReadOnlyDictionary<string, IReadOnlyList<ParityPart>> Parts, decimal? FromTotalCents, decimal? ToTotalCents, string? FromFailure, string? ToFailure);

/// <summary>What explaining golden files came to. Scenarios are in the order of the files.</summary>
public sealed class AttributionReport(string fromProfile, string toProfile)
{
    public string FromProfile { get; } = fromProfile;

    public string ToProfile { get; } = toProfile;

    /// <summary>Scenarios looked at, by family.</summary>
    public SortedDictionary<string, int> Families { get; } = new(StringComparer.Ordinal);

    public IList<ExplainedScenario> Different { get; } = [];

    /// <summary>Lines that are no scenarios.</summary>
    public IList<BillingError> Errors { get; } = [];

    public bool IsFull => Different.All(scenario => scenario.Explanation.IsFull);
}

using Billing.Cli.Golden;
using Billing.Contracts;

namespace Billing.Cli.Parity;

/// <summary>Counts of one part of one family.</summary>
public sealed class ParityTally
{
    /// <summary>Scenarios in which a correct engine must match.</summary>
    public int Strict { get; private set; }

    public int StrictMatched { get; private set; }

    /// <summary>Scenarios to which the part applies.</summary>
    public int All { get; private set; }

    public int AllMatched { get; private set; }

    public void Add(bool strict, bool matched)
    {
        All++;
        AllMatched += matched ? 1 : 0;
        Strict += strict ? 1 : 0;
        StrictMatched += strict && matched ? 1 : 0;
    }
}

/// <summary>A scenario whose part does not match.</summary>
public sealed record ParityMismatch(string Id, ParityPart Part, bool IsStrict, GoldenAnswer Expected, GoldenAnswer Actual);

/// <summary>The results of one family, by part.</summary>
public sealed class ParityFamily
{
    public SortedDictionary<ParityPart, ParityTally> Parts { get; } = [];

    public IList<ParityMismatch> Mismatches { get; } = [];
}

/// <summary>What a parity run came to. Families are in the order of their names, mismatches in the order of the scenarios.</summary>
public sealed class ParityReport
{
    private const string OpenTies = "order-dependent:tax-remainder-tie";

    public SortedDictionary<string, ParityFamily> Families { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines that are no scenarios.</summary>
    public IList<BillingError> Errors { get; } = [];

    public bool StrictMatched => Families.Values.All(family => family.Parts.Values.All(tally => tally.Strict == tally.StrictMatched));

    public void Add(GoldenScenario scenario, GoldenAnswer actual)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (!Families.TryGetValue(scenario.Family, out var family))
            Families.Add(scenario.Family, family = new ParityFamily());
        if (scenario.Expected is not { } answer)
            return;
        var expected = GoldenAnswer.Read(answer);
        foreach (var (part, strict) in Parts(scenario))
        {
            var matched = AnswerComparison.Matches(part, expected, actual, scenario.Tags.Contains(OpenTies));
            if (!family.Parts.TryGetValue(part, out var tally))
                family.Parts.Add(part, tally = new ParityTally());
            tally.Add(strict, matched);
            if (!matched)
                family.Mismatches.Add(new ParityMismatch(scenario.Id, part, strict, expected, actual));
        }
    }

    /// <summary>The parts that apply. One amount's tax has no quirks: it is always strict.</summary>
    private static IEnumerable<(ParityPart Part, bool IsStrict)> Parts(GoldenScenario scenario)
    {
        if (scenario.IsTaxCalculation)
        {
            yield return (ParityPart.Tax, true);
            yield break;
        }

        if (scenario.Parity.Charges is { } charges)
            yield return (ParityPart.Charges, charges);
        if (scenario.Parity.Discounts is { } discounts)
            yield return (ParityPart.Discounts, discounts);
        if (scenario.Parity.Invoice is { } invoice)
            yield return (ParityPart.Invoice, invoice);
    }
}

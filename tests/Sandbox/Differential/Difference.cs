namespace Billing.Sandbox.Tests.Differential;

/// <summary>Where two engines part.</summary>
/// <param name="Line">The number of the line in both transcripts.</param>
/// <param name="Before">What both did before it.</param>
internal sealed record Difference(int Line, string Ours, string Theirs, IReadOnlyList<string> Before)
{
    // V8 has one word for both of these.
    private const string Unrepresentable = "trap.float_unrepresentable";
    private static readonly string[] Unrepresentables = [WasmErrorCodes.TrapIntegerOverflow, WasmErrorCodes.TrapInvalidConversion];

    /// <summary>Null when there is none. The number of a function in <paramref name="theirs"/> and what it gave stand in the lines.</summary>
    public static Difference? Between(IReadOnlyList<string> ours, IReadOnlyList<string> theirs)
    {
        for (var i = 0; i < Math.Max(ours.Count, theirs.Count); i++)
        {
            var (our, their) = (ours.ElementAtOrDefault(i) ?? "nothing", theirs.ElementAtOrDefault(i) ?? "nothing");
            if (!IsSame(our, their)) return new Difference(i, our, their, [.. ours.Take(i)]);
        }

        // A module that both refuse is not valid, and that is a mistake of the generator.
        return ours.Concat(theirs).FirstOrDefault(line => line.StartsWith("refused", StringComparison.Ordinal)) is { } refusal ? new Difference(0, refusal, refusal, []) : null;
    }

    private static bool IsSame(string our, string their) => our == their
        || (their.EndsWith(Unrepresentable, StringComparison.Ordinal) && Unrepresentables.Any(code => our == their.Replace(Unrepresentable, code, StringComparison.Ordinal)));
}

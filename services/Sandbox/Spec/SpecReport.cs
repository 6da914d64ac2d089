namespace Billing.Sandbox.Spec;

/// <summary>What became of the commands of one file of the suite.</summary>
/// <param name="File">Its path below the folder that was run.</param>
/// <param name="SkippedText">Modules in the text format, which an engine does not read.</param>
/// <param name="Refused">Commands that need a feature the engine refuses by design: how many, by the refusal that names the feature.</param>
public sealed record SpecReport(string File, int Passed, int SkippedText, IReadOnlyDictionary<string, int> Refused, IReadOnlyList<SpecFailure> Failures)
{
    public int Failed => Failures.Count;

    public int SkippedRefused => Refused.Values.Sum();
}

/// <summary>A command that did not hold.</summary>
/// <param name="Line">In the <c>.wast</c> source.</param>
public sealed record SpecFailure(int Line, string Command, string Expected, string Actual)
{
    public override string ToString() => FormattableString.Invariant($"line {Line}, {Command}: expected {Expected}, got {Actual}");
}

namespace Billing.Sandbox.Spec;

/// <summary>What became of the commands of one file of the suite.</summary>
/// <param name="SkippedText">Modules in the text format, which an engine does not read.</param>
/// <param name="SkippedUnsupported">Commands that need a feature the engine refuses by name.</param>
/// <param name="Failures">One line a failed command: where, and what came instead.</param>
public sealed record SpecReport(string File, int Passed, int SkippedText, int SkippedUnsupported, IReadOnlyList<string> Failures)
{
    public int Failed => Failures.Count;
}

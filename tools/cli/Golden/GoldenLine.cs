using Billing.Contracts;

namespace Billing.Cli.Golden;

/// <summary>One line of a golden file: a scenario, or why it is none. The other lines stand either way.</summary>
/// <param name="Number">1, 2, 3, …</param>
public sealed record GoldenLine(string File, int Number, GoldenScenario? Scenario, BillingError? Error)
{
    /// <summary>How messages name the line: <c>fixed.jsonl.gz:12</c>.</summary>
    public string Place => Name(File, Number);

    public static string Name(string file, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{number}");
}

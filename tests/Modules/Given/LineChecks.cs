namespace Billing.Modules.Tests;

/// <summary>What has to hold of the lines of any module.</summary>
internal static class LineChecks
{
    public static void HaveUniqueKeys(IReadOnlyList<Line> lines) => lines.Select(line => line.Key).ShouldBeUnique();

    public static void AreTheSame(ModuleOutput one, ModuleOutput other) => other.Text.ShouldBe(one.Text);

    /// <summary>A late event adds its own line and leaves every other key as it was, so charge ids stay.</summary>
    public static void KeepKeys(IReadOnlyList<Line> before, IReadOnlyList<Line> after, string late) =>
        after.Select(line => line.Key).Order(StringComparer.Ordinal).ShouldBe(before.Select(line => line.Key).Append(late).Order(StringComparer.Ordinal));
}

using System.Diagnostics.CodeAnalysis;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// A semver range: <c>1.2.3</c>, <c>^1.2</c>, <c>~1.2</c>, <c>1.x</c>, <c>*</c>, <c>&gt;=1 &lt;2</c>, <c>1.2 - 1.4</c>, and several of these joined by <c>||</c>.
/// Prereleases are in range only where a bound of the same MAJOR.MINOR.PATCH names a prerelease, so that <c>^1.0</c> never takes <c>1.1.0-beta</c>.
/// </summary>
public sealed class VersionRange
{
    private readonly IReadOnlyList<IReadOnlyList<VersionBound>> _alternatives;
    private readonly string _text;

    private VersionRange(IReadOnlyList<IReadOnlyList<VersionBound>> alternatives, string text)
    {
        _alternatives = alternatives;
        _text = text;
    }

    /// <summary>Error <c>version.invalid</c>.</summary>
    public static VersionRange Parse(string text) =>
        TryParse(text, out var range)
            ? range
            : throw new BillingException(ErrorCodes.VersionInvalid, $"'{text}' is not a version range.", "Write for instance ^1.2, ~1.2.3, >=1 <2, 1.x or *.", text);

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text is null)
            return false;
        var alternatives = new List<IReadOnlyList<VersionBound>>();
        foreach (var alternative in text.Split("||"))
        {
            if (!VersionRangeSyntax.TryParseAll(alternative.Trim(), out var bounds))
                return false;
            alternatives.Add(bounds);
        }

        range = new VersionRange(alternatives, text);
        return true;
    }

    public bool Contains(SemanticVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _alternatives.Any(bounds => bounds.All(bound => bound.Holds(version)) && AdmitsPrerelease(bounds, version));
    }

    /// <summary>The highest version in range; null when none is.</summary>
    public SemanticVersion? Highest(IEnumerable<SemanticVersion> versions) => versions.Where(Contains).Max();

    public override string ToString() => _text;

    private static bool AdmitsPrerelease(IReadOnlyList<VersionBound> bounds, SemanticVersion version) =>
        version.Prerelease.Count == 0
        || bounds.Any(bound => bound.Version.Prerelease.Count > 0
            && (bound.Version.Major, bound.Version.Minor, bound.Version.Patch) == (version.Major, version.Minor, version.Patch));
}

internal enum VersionComparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal sealed record VersionBound(VersionComparison Comparison, SemanticVersion Version)
{
    public bool Holds(SemanticVersion version)
    {
        var order = version.CompareTo(Version);
        return Comparison switch
        {
            VersionComparison.Less => order < 0,
            VersionComparison.LessOrEqual => order <= 0,
            VersionComparison.Greater => order > 0,
            VersionComparison.GreaterOrEqual => order >= 0,
            _ => order == 0,
        };
    }
}

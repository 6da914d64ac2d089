using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>A semantic version (semver.org 2.0.0). Build metadata is kept as text and does not order.</summary>
public sealed class SemanticVersion : IComparable<SemanticVersion>, IEquatable<SemanticVersion>
{
    private readonly string _text;

    private SemanticVersion(long major, long minor, long patch, IReadOnlyList<string> prerelease, string text)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
        _text = text;
    }

    public long Major { get; }

    public long Minor { get; }

    public long Patch { get; }

    /// <summary>The identifiers after the hyphen; empty for a release.</summary>
    public IReadOnlyList<string> Prerelease { get; }

    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    public static bool operator ==(SemanticVersion? left, SemanticVersion? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(SemanticVersion? left, SemanticVersion? right) => !(left == right);

    /// <summary>Error <c>version.invalid</c>.</summary>
    public static SemanticVersion Parse(string text) =>
        TryParse(text, out var version)
            ? version
            : throw new BillingException(ErrorCodes.VersionInvalid, $"'{text}' is not a semantic version.", "Write MAJOR.MINOR.PATCH, for instance 1.4.0.", text);

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (string.IsNullOrEmpty(text))
            return false;
        var body = text;
        var plus = body.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0)
        {
            if (!AreIdentifiers(body[(plus + 1)..].Split('.'), numbersAreCanonical: false))
                return false;
            body = body[..plus];
        }

        string[] prerelease = [];
        var hyphen = body.IndexOf('-', StringComparison.Ordinal);
        if (hyphen >= 0)
        {
            prerelease = body[(hyphen + 1)..].Split('.');
            if (!AreIdentifiers(prerelease, numbersAreCanonical: true))
                return false;
            body = body[..hyphen];
        }

        var numbers = body.Split('.');
        if (numbers.Length != 3 || !TryNumber(numbers[0], out var major) || !TryNumber(numbers[1], out var minor) || !TryNumber(numbers[2], out var patch))
            return false;
        version = new SemanticVersion(major, minor, patch, prerelease, text);
        return true;
    }

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
            return 1;
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return order != 0 ? order : ComparePrerelease(Prerelease, other.Prerelease);
    }

    public bool Equals(SemanticVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as SemanticVersion);

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, string.Join('.', Prerelease).GetHashCode(StringComparison.Ordinal));

    public override string ToString() => _text;

    internal static SemanticVersion Of(long major, long minor, long patch, IReadOnlyList<string> prerelease) =>
        new(major, minor, patch, prerelease, string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}{(prerelease.Count == 0 ? "" : "-" + string.Join('.', prerelease))}"));

    /// <summary>Digits without a leading zero.</summary>
    internal static bool TryNumber(string text, out long number)
    {
        number = 0;
        return text.Length is > 0 and < 16
            && text.All(char.IsAsciiDigit)
            && (text.Length == 1 || text[0] != '0')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    internal static bool AreIdentifiers(string[] identifiers, bool numbersAreCanonical) =>
        identifiers.All(identifier => identifier.Length > 0
            && identifier.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && (!numbersAreCanonical || !identifier.All(char.IsAsciiDigit) || identifier.Length == 1 || identifier[0] != '0'));

    private static int ComparePrerelease(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count == 0 || right.Count == 0)
            return right.Count.CompareTo(left.Count); // a release comes after its prereleases
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            var order = CompareIdentifiers(left[i], right[i]);
            if (order != 0)
                return order;
        }

        return left.Count.CompareTo(right.Count);
    }

    private static int CompareIdentifiers(string left, string right)
    {
        var leftIsNumber = left.All(char.IsAsciiDigit);
        if (leftIsNumber != right.All(char.IsAsciiDigit))
            return leftIsNumber ? -1 : 1;
        var byLength = leftIsNumber ? left.Length.CompareTo(right.Length) : 0;
        return byLength != 0 ? byLength : Math.Sign(string.CompareOrdinal(left, right));
    }
}

using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Billing.Rating;

/// <summary>Turns the text of one alternative of a range into lower and upper bounds that must all hold.</summary>
internal static partial class VersionRangeSyntax
{
    private static readonly VersionBound Anything = new(VersionComparison.GreaterOrEqual, SemanticVersion.Of(0, 0, 0, []));

    public static bool TryParseAll(string text, out IReadOnlyList<VersionBound> bounds)
    {
        var parsed = new List<VersionBound>();
        bounds = parsed;
        var hyphen = text.Split(" - ");
        if (hyphen.Length == 2)
            return TryParseOne(">=" + hyphen[0].Trim(), parsed) && TryParseOne("<=" + hyphen[1].Trim(), parsed);
        if (text.Length == 0)
            return false;
        foreach (var part in SpaceAfterOperator().Replace(text, "${operator}").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryParseOne(part, parsed))
                return false;
        }

        return true;
    }

    private static bool TryParseOne(string text, List<VersionBound> bounds)
    {
        var length = text.TakeWhile(c => c is '<' or '>' or '=' or '^' or '~').Count();
        if (!TryParsePartial(text[length..], out var partial))
            return false;
        switch (text[..length])
        {
            case "" or "=":
                AddBetween(bounds, partial, partial.Parts == 3 ? null : partial.Next(partial.Parts));
                return true;
            case "^":
                AddBetween(bounds, partial, partial.NextBreaking());
                return true;
            case "~":
                AddBetween(bounds, partial, partial.Next(Math.Min(partial.Parts, 2)));
                return true;
            case ">=":
                bounds.Add(new(VersionComparison.GreaterOrEqual, partial.Lowest()));
                return true;
            case "<" when partial.Parts > 0:
                bounds.Add(new(VersionComparison.Less, partial.Lowest()));
                return true;
            case "<=" when partial.Parts == 3:
                bounds.Add(new(VersionComparison.LessOrEqual, partial.Lowest()));
                return true;
            case "<=":
                bounds.Add(partial.Parts == 0 ? Anything : new(VersionComparison.Less, partial.Next(partial.Parts)!));
                return true;
            case ">" when partial.Parts == 3:
                bounds.Add(new(VersionComparison.Greater, partial.Lowest()));
                return true;
            case ">" when partial.Parts > 0:
                bounds.Add(new(VersionComparison.GreaterOrEqual, partial.Next(partial.Parts)!));
                return true;
            default:
                return false;
        }
    }

    private static void AddBetween(List<VersionBound> bounds, Partial partial, SemanticVersion? end)
    {
        if (partial.Parts == 0)
        {
            bounds.Add(Anything);
        }
        else if (end is null)
        {
            bounds.Add(new(VersionComparison.Equal, partial.Lowest()));
        }
        else
        {
            bounds.Add(new(VersionComparison.GreaterOrEqual, partial.Lowest()));
            bounds.Add(new(VersionComparison.Less, end));
        }
    }

    private static bool TryParsePartial(string text, out Partial partial)
    {
        partial = default;
        if (SemanticVersion.TryParse(text, out var full))
        {
            partial = new Partial(3, full.Major, full.Minor, full.Patch, full.Prerelease);
            return true;
        }

        var numbers = new long[3];
        var parts = 0;
        var wildcard = false;
        var pieces = text.Split('.');
        if (pieces.Length > 3)
            return false;
        foreach (var piece in pieces)
        {
            if (piece is "*" or "x" or "X")
                wildcard = true;
            else if (wildcard || !SemanticVersion.TryNumber(piece, out numbers[parts++]))
                return false;
        }

        partial = new Partial(parts, numbers[0], numbers[1], numbers[2], []);
        return true;
    }

    [GeneratedRegex("(?<operator>[<>=^~]) +", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpaceAfterOperator();

    /// <summary>A version of which only the first <paramref name="Parts"/> numbers are given; the others are 0.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Partial(int Parts, long Major, long Minor, long Patch, IReadOnlyList<string> Prerelease)
    {
        public SemanticVersion Lowest() => SemanticVersion.Of(Major, Minor, Patch, Prerelease);

        /// <summary>The first version that differs in the given number of leading parts; null when there are none to differ in.</summary>
        public SemanticVersion? Next(int parts) => parts switch
        {
            0 => null,
            1 => SemanticVersion.Of(Major + 1, 0, 0, []),
            2 => SemanticVersion.Of(Major, Minor + 1, 0, []),
            _ => SemanticVersion.Of(Major, Minor, Patch + 1, []),
        };

        /// <summary>What a caret excludes: the next change of the leftmost number that is not zero.</summary>
        public SemanticVersion? NextBreaking()
        {
            if (Major > 0 || Parts < 2)
                return Next(Math.Min(Parts, 1));
            return Minor > 0 || Parts < 3 ? Next(2) : Next(3);
        }
    }
}

namespace Billing.Rating;

/// <summary>Text that a module chose, as it may stand in an error, which is stored, logged and shown to people.</summary>
internal static class ModuleText
{
    /// <summary>Enough to recognise what is meant.</summary>
    public const int Longest = 500;

    private const char Replacement = '\uFFFD';

    /// <summary>Without control characters, of which a database takes no U+0000 and a terminal no others, and cut where it goes on and on.</summary>
    public static string Shown(string text, int longest = Longest)
    {
        var shown = text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "\u2026";
        return shown.Any(IsUnfit) ? string.Concat(shown.Select(character => IsUnfit(character) ? Replacement : character)) : shown;
    }

    private static bool IsUnfit(char character) => char.IsControl(character) && character is not ('\n' or '\t');
}

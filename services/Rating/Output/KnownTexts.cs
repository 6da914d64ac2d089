using System.Text;

namespace Billing.Rating;

/// <summary>
/// Short texts of outputs that come again and again: names of members, plans, services, dates. One string of each is kept a slot, so that a charge does not make a hundred of its own.
/// Bounded whatever modules return; one for each thread.
/// </summary>
internal sealed class KnownTexts
{
    private const int Longest = 48;
    private const int Slots = 1024;

    [ThreadStatic]
    private static KnownTexts? _instance;

    private readonly string?[] _texts = new string?[Slots];

    private KnownTexts()
    {
    }

    /// <summary>The calling thread's own.</summary>
    public static KnownTexts Rent() => _instance ??= new KnownTexts();

    /// <param name="utf8">Valid UTF-8 without escapes.</param>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest)
            return Encoding.UTF8.GetString(utf8);
        ref var slot = ref _texts[Hash(utf8) % Slots];
        if (slot is { } known && Ascii.Equals(utf8, known))
            return known;
        return slot = Encoding.UTF8.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (uint)utf8.Length;
        foreach (var b in utf8)
            hash = (hash * 31) + b;
        return hash ^ (hash >> 10);
    }
}

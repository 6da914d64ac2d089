using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Charges that go into the calls of stages, with their written forms, whole and in parts, and their places by id. All are made when first asked for and kept, because most stages only look at
/// charges and the next one gets the same. Not for several threads at once: stages run one after the other.
/// </summary>
/// <param name="before">What these came from: charges that are still the same are written as they were there.</param>
internal sealed class StageCharges(IReadOnlyList<Charge> items, StageCharges? before = null)
{
    private const int UsualLength = 1024;
    private const int UsualPart = 256;

    private readonly List<(ChargeMembers Members, CanonicalOutput Output)> _written = [];
    private StageCharges? _before = before;
    private int[]? _ends;
    private Dictionary<string, int>? _places;

    public IReadOnlyList<Charge> Items { get; } = items;

    /// <summary>Where in the list the charge with an id stands.</summary>
    public IReadOnlyDictionary<string, int> Places => _places ??= PlacesById();

    public Charge? Find(string id) => Places.TryGetValue(id, out var place) ? Items[place] : null;

    /// <summary>The array of the charges with these of their members, as canonical JSON.</summary>
    public ReadOnlySpan<byte> Written(ChargeMembers members)
    {
        foreach (var written in _written)
        {
            if (written.Members == members)
                return written.Output.WrittenSpan;
        }

        var output = members == ChargeMembers.All ? WriteWhole() : WriteParts(members);
        _written.Add((members, output));
        return output.WrittenSpan;
    }

    /// <summary>One charge as it stands in the whole array.</summary>
    public ReadOnlySpan<byte> WrittenAt(int place)
    {
        var all = Written(ChargeMembers.All);
        return all[(place == 0 ? 1 : _ends![place - 1] + 1).._ends![place]];
    }

    private CanonicalOutput WriteWhole()
    {
        var output = new CanonicalOutput(2 + (UsualLength * Items.Count));
        _ends = new int[Items.Count];
        output.Write("["u8);
        for (var i = 0; i < Items.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            if (_before is not null && _before.Places.TryGetValue(Items[i].ChargeId!, out var place) && ReferenceEquals(_before.Items[place], Items[i]))
                output.Write(_before.WrittenAt(place));
            else
                ChargeWriter.Write(output, Items[i], ChargeMembers.All);
            _ends[i] = output.WrittenCount;
        }

        output.Write("]"u8);
        _before = null;
        return output;
    }

    private CanonicalOutput WriteParts(ChargeMembers members)
    {
        var output = new CanonicalOutput(2 + (UsualPart * Items.Count));
        output.Write("["u8);
        for (var i = 0; i < Items.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            ChargeWriter.Write(output, Items[i], members);
        }

        output.Write("]"u8);
        return output;
    }

    private Dictionary<string, int> PlacesById()
    {
        var places = new Dictionary<string, int>(Items.Count, StringComparer.Ordinal);
        for (var i = 0; i < Items.Count; i++)
            places.Add(Items[i].ChargeId!, i);
        return places;
    }
}

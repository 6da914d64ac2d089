using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Charges that go into the calls of stages, with their written forms, whole and in parts, and their index by id. All are made when first asked for and kept, because most stages only look at
/// charges and the next one gets the same. Not for several threads at once: stages run one after the other.
/// </summary>
internal sealed class StageCharges(IReadOnlyList<Charge> items)
{
    private const int UsualLength = 1024;
    private const int UsualPart = 256;

    private readonly List<(ChargeMembers Members, CanonicalOutput Output)> _written = [];
    private Dictionary<string, Charge>? _byId;

    public IReadOnlyList<Charge> Items { get; } = items;

    /// <summary>The array of the charges with these of their members, as canonical JSON.</summary>
    public ReadOnlySpan<byte> Written(ChargeMembers members)
    {
        foreach (var written in _written)
        {
            if (written.Members == members)
                return written.Output.WrittenSpan;
        }

        var output = new CanonicalOutput(2 + ((members == ChargeMembers.All ? UsualLength : UsualPart) * Items.Count));
        ChargeWriter.Write(output, Items, members);
        _written.Add((members, output));
        return output.WrittenSpan;
    }

    public IReadOnlyDictionary<string, Charge> ById => _byId ??= Items.ToDictionary(charge => charge.ChargeId!, StringComparer.Ordinal);
}

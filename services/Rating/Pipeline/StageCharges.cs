using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Charges that go into the calls of stages, with their written form and their index by id. Both are made when first asked for and kept, because most stages only look at
/// charges and the next one gets the same. Not for several threads at once: stages run one after the other.
/// </summary>
internal sealed class StageCharges(IReadOnlyList<Charge> items)
{
    private const int UsualLength = 512;

    private CanonicalOutput? _written;
    private Dictionary<string, Charge>? _byId;

    public IReadOnlyList<Charge> Items { get; } = items;

    /// <summary>The array of the charges as canonical JSON.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            if (_written is null)
            {
                var output = new CanonicalOutput(2 + (UsualLength * Items.Count));
                ChargeWriter.Write(output, Items);
                _written = output;
            }

            return _written.WrittenSpan;
        }
    }

    public IReadOnlyDictionary<string, Charge> ById => _byId ??= Items.ToDictionary(charge => charge.ChargeId!, StringComparer.Ordinal);
}

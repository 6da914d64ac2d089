using System.Buffers;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Benchmarks.Plain;

/// <summary>
/// The companies of which plain C# and the default program come to the same fixed and metered lines, to the cent: only these are billed by plain C#, so that what it is quick at is not what it does wrong.
/// </summary>
internal sealed class PlainProgram
{
    private readonly List<InputDocument> _companies;
    private readonly ArrayBufferWriter<byte> _output = new(64 << 10);

    private PlainProgram(List<InputDocument> companies) => _companies = companies;

    public int Companies => _companies.Count;

    public static PlainProgram Of(IEnumerable<(InputDocument Company, ChargeSet Charges)> rated) =>
        new([.. rated.Where(company => IsSame(company.Company, company.Charges)).Select(company => company.Company)]);

    /// <returns>How many charges were made.</returns>
    public int Round()
    {
        var made = 0;
        foreach (var company in _companies)
        {
            var charges = PlainCompany.Charges(company.Bytes.Span, out var context);
            _ = PlainChargeWriter.Digest(context, charges, _output);
            made += charges.Count;
        }

        return made;
    }

    private static bool IsSame(InputDocument company, ChargeSet rated)
    {
        var plain = PlainCompany.Charges(company.Bytes.Span, out _).Select(charge => (charge.Assignment.AssignmentId, charge.LineKey, charge.Cents)).ToHashSet();
        return plain.Count > 0 && plain.SetEquals(rated.Charges
            .Where(charge => charge.SourceModule!.StartsWith("mod.fixed-fmv@", StringComparison.Ordinal) || charge.SourceModule.StartsWith("mod.usage-tiers@", StringComparison.Ordinal))
            .Select(charge => (charge.SourceScope!, charge.LineKey!, charge.NetAmountCents)));
    }
}

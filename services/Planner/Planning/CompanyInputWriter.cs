using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Planner.Facts;
using Billing.Rating;

namespace Billing.Planner.Planning;

/// <summary>
/// Puts a company's rows together to its <see cref="CompanyInput"/> document: canonical JSON that holds no run id, no mode and no clock, so that the same facts
/// have the same digest in every run.
/// </summary>
internal static class CompanyInputWriter
{
    private const string CompanyPack = "CompanyPack";

    /// <summary>Canonical bytes. Errors: <c>company.unknown</c>, <c>fact.invalid</c>, <c>document.invalid</c>.</summary>
    /// <param name="packs">In the order of their names, facts and events each.</param>
    public static byte[] Write(string tenantId, BatchCompany company, DateTimeOffset asOf, string taxDatePolicy, bool isManual, IReadOnlyList<PackRows> packs)
    {
        foreach (var pack in packs)
        {
            if (pack.BrokenBecause(company.CompanyId) is { } why)
            {
                throw new Rating.BillingException(
                    ErrorCodes.FactInvalid,
                    $"A row of {pack.Table.Pack.Name} for company {company.CompanyId} cannot be read: {why}",
                    "Correct the row in the fact source and run again.",
                    pack.Table.Pack.Name);
            }
        }

        var output = new ArrayBufferWriter<byte>(16 * 1024);
        output.Write("{\"balances\":[],\"context\":"u8);
        output.Write(Context(tenantId, company, asOf, taxDatePolicy, isManual, packs));
        output.Write(",\"events\":{"u8);
        WritePacks(output, company.CompanyId, packs, PackKind.Event);
        output.Write("},\"facts\":{"u8);
        WritePacks(output, company.CompanyId, packs, PackKind.Fact);
        output.Write("}}"u8);
        return CanonicalJson.Canonicalize(output.WrittenSpan);
    }

    /// <summary>The only randomness a module may have: SHA-256 of <c>tenant|company|cycle</c>, lower-case hex.</summary>
    public static string SeedOf(string tenantId, string companyId, string billingCycleId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}|{companyId}|{billingCycleId}")));

    private static byte[] Context(string tenantId, BatchCompany company, DateTimeOffset asOf, string taxDatePolicy, bool isManual, IReadOnlyList<PackRows> packs)
    {
        var companies = packs.FirstOrDefault(pack => string.Equals(pack.Table.Pack.Name, CompanyPack, StringComparison.Ordinal));
        var row = companies?.Of(company.CompanyId).FirstOrDefault() ?? default;
        if (row.IsEmpty)
        {
            throw new Rating.BillingException(
                ErrorCodes.CompanyUnknown,
                $"Company {company.CompanyId} has a billing cycle but no row in {CompanyPack}.",
                "Load the company into the fact source and run again.",
                company.CompanyId);
        }

        using var document = JsonDocument.Parse(row);
        var context = new InputContext(
            tenantId,
            document.RootElement,
            company.Period,
            asOf,
            SeedOf(tenantId, company.CompanyId, company.BillingCycleId),
            isManual ? Rating.TaxDates.OfManualInvoice(asOf) : company.TaxDate ?? Rating.TaxDates.OfCycle(taxDatePolicy, company.Period, asOf),
            isManual ? RequestKind.Manual : null);
        return CanonicalJson.Serialize(context, BillingJson.Default.InputContext);
    }

    private static void WritePacks(ArrayBufferWriter<byte> output, string companyId, IReadOnlyList<PackRows> packs, PackKind kind)
    {
        var separator = ""u8;
        foreach (var pack in packs)
        {
            if (pack.Table.Pack.Kind != kind)
                continue;
            output.Write(separator);
            output.Write("\""u8);
            output.Write(JsonEncodedText.Encode(pack.Table.Pack.Name).EncodedUtf8Bytes);
            output.Write("\":"u8);
            WriteRows(output, pack.Of(companyId));
            separator = ","u8;
        }
    }

    private static void WriteRows(ArrayBufferWriter<byte> output, IEnumerable<ReadOnlyMemory<byte>> rows)
    {
        output.Write("["u8);
        var separator = ""u8;
        foreach (var row in rows)
        {
            output.Write(separator);
            output.Write(row.Span);
            separator = ","u8;
        }

        output.Write("]"u8);
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;

namespace Billing.Planner.Runs;

/// <summary>What a request must be before anything is looked up. Errors: <c>request.invalid</c>, <c>period.invalid</c>, <c>manual.item_invalid</c>.</summary>
public static class RunRequestRules
{
    private const int LongestText = 200;
    private const int MostCompanies = 100_000;

    public static void Check(RunBilling request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TenantIds.Checked(request.TenantId);
        CheckText(request.IdempotencyKey, "idempotency_key");
        foreach (var (text, name) in new[] { (request.Profile, "profile"), (request.FactSource, "fact_source"), (request.RequestedBy, "requested_by") })
        {
            if (text is not null)
                CheckText(text, name);
        }

        if (request.Mode is RunMode.DualRun)
            throw Invalid("Mode dual_run compares with a legacy engine's invoices, and none are kept yet.", "Ask for preview, or for final.");
        CheckSelection(request);
        CheckCompanies(request.CompanyIds);
        if (request.Manual is { } manual)
        {
            if (request.CompanyIds is not null)
                throw Invalid("The request says both company_ids and manual, which names its own company.", "Leave company_ids out.");
            ManualInvoiceRules.Check(manual);
        }

        if (request.PreviewRunId is not null)
            CheckCommit(request);
    }

    /// <summary>The id of a run whose requester chose none: the same for the same tenant and key.</summary>
    public static Guid RunIdOf(string tenantId, string idempotencyKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"run|{tenantId}|{idempotencyKey}"), hash);
        var id = hash[..16];
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(id[6..]) & 0x0FFF) | 0x8000)); // version 8: our own derivation
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>Names what was asked, without who asked: the same key with another digest is a conflict.</summary>
    public static string DigestOf(RunBilling request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Digest.Of(CanonicalJson.Serialize(request with { RequestedBy = null }, BillingJson.Default.RunBilling));
    }

    private static void CheckSelection(RunBilling request)
    {
        var selections = (request.Period is null ? 0 : 1) + (request.DueBy is null ? 0 : 1) + (request.PreviewRunId is null ? 0 : 1) + (request.Manual is null ? 0 : 1);
        if (selections != 1)
        {
            throw Invalid(
                selections == 0
                    ? "The request says neither period, due_by, preview_run_id nor manual: there is nothing to bill."
                    : "The request says more than one of period, due_by, preview_run_id and manual.",
                "Give exactly one of them.");
        }

        if (request.DueBy == DateOnly.MinValue)
            throw Invalid("due_by is 0001-01-01, and no cycle ends by the first of all days.", "Give the day by which cycles have to have ended.");

        if (request.Period is { } period && period.End <= period.Start)
        {
            throw BillingException.Invalid(
                ErrorCodes.PeriodInvalid,
                string.Create(CultureInfo.InvariantCulture, $"The period ends on {period.End:yyyy-MM-dd}, which is not after its start {period.Start:yyyy-MM-dd}."),
                "A period is half-open: its end is the first day not covered, at least one day after its start.",
                string.Create(CultureInfo.InvariantCulture, $"{period.Start:yyyy-MM-dd}..{period.End:yyyy-MM-dd}"));
        }
    }

    private static void CheckCompanies(IReadOnlyList<string>? companyIds)
    {
        switch (companyIds)
        {
            case { Count: 0 }:
                throw Invalid("company_ids is empty.", "Leave it out to bill all companies.");
            case { Count: > MostCompanies }:
                throw Invalid($"company_ids names more than {MostCompanies} companies.", "Leave it out to bill all companies.");
            case not null when companyIds.Any(id => string.IsNullOrWhiteSpace(id) || id.Any(char.IsControl)):
                throw Invalid("company_ids holds an id that is empty or has control characters.", "Name each company by its id, or leave company_ids out to bill all.");
        }
    }

    private static void CheckCommit(RunBilling request)
    {
        if (request.Mode is not RunMode.Final)
            throw Invalid("preview_run_id commits a preview, so mode must be final.", "Set mode to final, or leave preview_run_id out.");
        if (request.AsOf is not null || request.Profile is not null || request.FactSource is not null)
            throw Invalid("A commit takes as_of, profile and fact source from its preview.", "Leave as_of, profile and fact_source out, or ask for a new run without preview_run_id.");
    }

    private static void CheckText(string? text, string name)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid($"{name} is missing.", $"Give {name}: 1 to {LongestText} characters.");
        if (text.Length > LongestText || text.Any(char.IsControl))
            throw Invalid($"{name} is longer than {LongestText} characters or holds control characters.", $"Give {name} in 1 to {LongestText} printable characters.");
    }

    private static BillingException Invalid(string message, string wayOut) => BillingException.Invalid(ErrorCodes.RequestInvalid, message, wayOut);
}

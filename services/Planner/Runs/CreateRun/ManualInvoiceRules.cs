using System.Globalization;
using System.Text.RegularExpressions;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Planner.Runs;

/// <summary>
/// What the lines of a manual invoice must be before anything is looked up. Errors: <c>request.invalid</c> for the request, <c>manual.item_invalid</c> for an item, which is
/// named by its place from 1, its description and the member: subject <c>items[3].quantity</c>.
/// </summary>
internal static partial class ManualInvoiceRules
{
    private const int MostItems = 1000;
    private const int LongestDescription = 1000;
    private const string Percentage = "percentage";
    private const string Fixed = "fixed";

    public static void Check(ManualInvoiceRequest manual)
    {
        if (string.IsNullOrWhiteSpace(manual.CompanyId) || manual.CompanyId.Any(char.IsControl))
            throw Invalid("manual.company_id is empty or has control characters.", "Name the company by its id.", "manual.company_id");
        if (!Reference().IsMatch(manual.Reference))
        {
            throw Invalid(
                $"manual.reference is '{Shown(manual.Reference)}', not 1 to 100 letters, digits, '.', '_' and '-'.",
                "Give the invoice a name of its own, such as PO-1017: under it the company is invoiced once.",
                "manual.reference");
        }

        if (manual.Items.Any(item => item is null))
            throw Invalid("manual.items holds null in place of an item.", "Leave it out.", "manual.items");
        if (manual.Items.Count is 0 or > MostItems)
        {
            throw Invalid(
                string.Create(CultureInfo.InvariantCulture, $"manual.items holds {manual.Items.Count} items, not 1 to {MostItems}."), "Give at least one line, and split what has too many.", "manual.items");
        }

        var services = manual.Items.Where(item => item.IsDiscount is not true).Select(item => item.ServiceId).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < manual.Items.Count; i++)
            Check(manual.Items[i], i + 1, services);
    }

    private static void Check(ManualItem item, int place, HashSet<string?> services)
    {
        Require(IsText(item.Description, LongestDescription), "description", $"is empty, longer than {LongestDescription} characters, or has control characters");
        RequireDecimal(item.Quantity, "quantity");
        RequireDecimal(item.RateCents, "rate_cents");
        Require(item.ServiceId is null || IsText(item.ServiceId, LongestDescription), "service_id", "is empty or has control characters");
        if (item.IsDiscount is true)
            CheckDiscount();
        else
            Require(item is { DiscountType: null, DiscountPercentage: null, AppliesToServiceId: null }, "is_discount", "is not true, and the item has discount_type, discount_percentage or applies_to_service_id");

        void CheckDiscount()
        {
            Require(item.DiscountType is Percentage or Fixed, "discount_type", $"is {Quoted(item.DiscountType)}, not {Percentage} or {Fixed}");
            if (item.DiscountType is Fixed)
            {
                Require(item is { DiscountPercentage: null, AppliesToServiceId: null }, "discount_type", $"is {Fixed}, and the item has discount_percentage or applies_to_service_id");
                return;
            }

            if (item.DiscountPercentage is not null)
                RequireDecimal(item.DiscountPercentage, "discount_percentage");
            Require(item.DiscountPercentage?.StartsWith('-') is not true, "discount_percentage", $"is {Quoted(item.DiscountPercentage)}, which is less than nothing");
            Require(
                item.DiscountPercentage is not null || !item.RateCents.StartsWith('-'), "rate_cents", $"is {Quoted(item.RateCents)} and stands for the percentage, which is less than nothing");
            Require(
                item.AppliesToServiceId is null || services.Contains(item.AppliesToServiceId), "applies_to_service_id", $"is {Quoted(item.AppliesToServiceId)}, and no item is for that service");
        }

        void RequireDecimal(string? value, string member) => Require(
            value is not null && PlainDecimal().IsMatch(value), member, $"is {Quoted(value)}, not a plain decimal such as \"12.5\" with at most 6 places and no trailing zeros");

        void Require(bool holds, string member, string why)
        {
            if (!holds)
                throw InvalidItem(item, place, member, why);
        }
    }

    private static BillingException InvalidItem(ManualItem item, int place, string member, string why) => BillingException.Invalid(
        ErrorCodes.ManualItemInvalid,
        string.Create(CultureInfo.InvariantCulture, $"Item {place} ('{Shown(item.Description)}') of the manual invoice: {member} {why}."),
        "Correct the item and ask again; nothing was billed.",
        string.Create(CultureInfo.InvariantCulture, $"items[{place}].{member}"));

    private static bool IsText(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    private static string Quoted(string? value) => value is null ? "missing" : $"'{Shown(value)}'";

    private static string Shown(string? text)
    {
        const int Longest = 60;
        var printable = string.Concat((text ?? "").Select(character => char.IsControl(character) ? ' ' : character));
        return printable.Length <= Longest ? printable : printable[..Longest] + "…";
    }

    private static BillingException Invalid(string message, string wayOut, string subject) => BillingException.Invalid(ErrorCodes.RequestInvalid, message, wayOut, subject);

    [GeneratedRegex("^[A-Za-z0-9._-]{1,100}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    // As schemas/common.schema.json has it.
    [GeneratedRegex(@"^(0|-?[1-9][0-9]{0,17}|-?(0|[1-9][0-9]{0,17})\.[0-9]{0,5}[1-9])\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainDecimal();
}

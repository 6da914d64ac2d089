using System.Text.RegularExpressions;
using Billing.Contracts;

namespace Billing.Hosting;

/// <summary>The form of tenant ids that reach the system from outside.</summary>
public static partial class TenantIds
{
    /// <summary>The id itself, or error <c>request.invalid</c>: 1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit.</summary>
    public static string Checked(string? tenantId) => tenantId is not null && Form().IsMatch(tenantId)
        ? tenantId
        : throw BillingException.Invalid(ErrorCodes.RequestInvalid, $"'{tenantId}' is no tenant id.", "A tenant id has 1 to 64 letters, digits, dots, dashes and underscores.", tenantId);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.None, 1000)]
    private static partial Regex Form();
}

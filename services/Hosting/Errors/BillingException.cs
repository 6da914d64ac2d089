using Billing.Contracts;

namespace Billing.Hosting;

/// <summary>A typed failure on its way to a person: HTTP endpoints answer with <see cref="Error"/> as JSON and <see cref="Status"/>, a host that cannot start prints it and ends.</summary>
/// <param name="status">HTTP status, where the error reaches an HTTP client.</param>
public sealed class BillingException(BillingError error, int status = 400, Exception? cause = null)
    : Exception($"{error.Code}: {error.Message}", cause), IBillingFailure
{
    public BillingError Error { get; } = error;

    public int Status { get; } = status;

    public static BillingException NotFound(string code, string message, string? wayOut = null, string? subject = null) =>
        new(new(code, message, wayOut, subject), 404);

    public static BillingException Invalid(string code, string message, string? wayOut = null, string? subject = null) =>
        new(new(code, message, wayOut, subject), 400);

    public static BillingException Conflict(string code, string message, string? wayOut = null, string? subject = null) =>
        new(new(code, message, wayOut, subject), 409);
}

using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Carries one typed <see cref="BillingError"/> up to whoever turns it into an outcome, a response or an exit code.</summary>
public sealed class BillingException : Exception, IBillingFailure
{
    public BillingException(BillingError error)
        : base(error.Message) => Error = error;

    public BillingException(BillingError error, Exception innerException)
        : base(error.Message, innerException) => Error = error;

    public BillingException(string code, string message, string? wayOut = null, string? subject = null)
        : this(new BillingError(code, message, wayOut, subject))
    {
    }

    public BillingError Error { get; }
}

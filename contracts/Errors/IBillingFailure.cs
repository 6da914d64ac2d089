namespace Billing.Contracts;

/// <summary>An exception that carries a typed error, whichever library throws it: hosts and the command line turn it into an answer without knowing the library.</summary>
public interface IBillingFailure
{
    BillingError Error { get; }
}

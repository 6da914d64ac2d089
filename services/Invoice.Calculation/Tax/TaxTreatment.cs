namespace Billing.Invoice.Calculation;

/// <summary>How one charge is taxed.</summary>
/// <param name="IsTaxable">Whether it is taxed at all.</param>
/// <param name="TaxingRegion">The region that taxes it, should it be taxable; null where there is none.</param>
/// <param name="ShownRegion">The region it is shown with; a charge for no service (a bundle's price, a discount) shows none but its own.</param>
public sealed record TaxTreatment(bool IsTaxable, string? TaxingRegion, string? ShownRegion);

namespace Billing.Invoice.Calculation;

/// <summary>What tax sees of a charge.</summary>
/// <param name="Region">The region that taxes it.</param>
/// <param name="Cents">The amount that is taxed; never negative.</param>
public sealed record TaxableLine(string ChargeId, string Region, long Cents);

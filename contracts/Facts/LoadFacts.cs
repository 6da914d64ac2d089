namespace Billing.Contracts;

/// <summary>Answer of <c>POST /api/tenants/{tenant}/facts/{pack}</c>, whose body is one JSON row a line.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Changed">Rows inserted or updated; loading the same rows again changes none.</param>
public sealed record FactsLoaded(string Pack, int Rows, int Changed);

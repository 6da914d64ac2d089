namespace Billing.Contracts;

/// <summary>One pack of <c>GET /api/tenants/{tenant}/facts</c>.</summary>
/// <param name="Version">The catalog's version of the pack.</param>
/// <param name="Rows">Rows of the tenant in the system's own fact source.</param>
public sealed record FactPackRows(string Pack, string Version, PackKind Kind, long Rows);

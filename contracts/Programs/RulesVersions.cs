namespace Billing.Contracts;

/// <summary>
/// Versions of rules that a service pins without referencing their code. Whoever changes what the rules compute raises the version,
/// so that charge sets and documents of the old rules are not taken for those of the new.
/// </summary>
public static class RulesVersions
{
    /// <summary>Tax, rounding and the making of invoice documents (<c>Billing.Invoice.Calculation</c>): <see cref="PipelineDocument.TaxVersion"/>.</summary>
    public const string Tax = "2";
}

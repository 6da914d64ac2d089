using Billing.Contracts;

namespace Billing.Cli.Parity;

/// <summary>How golden files name things.</summary>
internal static class LegacyWords
{
    /// <summary>Golden's word for a charge type; null for those that are not among its charges.</summary>
    public static string? ChargeType(ChargeType type) => type switch
    {
        Contracts.ChargeType.Recurring or Contracts.ChargeType.Bundle => "fixed",
        Contracts.ChargeType.Time => "time",
        Contracts.ChargeType.Usage => "usage",
        Contracts.ChargeType.Overage => "bucket",
        _ => null,
    };
}

namespace Billing.Cli.Parity;

/// <summary>What of a scenario is compared.</summary>
public enum ParityPart
{
    Charges,
    Discounts,
    Invoice,

    /// <summary>Family <c>taxcalc</c> only.</summary>
    Tax,
}

internal static class ParityPartNames
{
    public static string Name(this ParityPart part) => part switch
    {
        ParityPart.Charges => "charges",
        ParityPart.Discounts => "discounts",
        ParityPart.Invoice => "invoice",
        ParityPart.Tax => "tax",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };
}

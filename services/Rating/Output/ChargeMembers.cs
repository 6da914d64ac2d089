namespace Billing.Rating;

/// <summary>The members of a charge, as a set.</summary>
[Flags]
internal enum ChargeMembers
{
    None = 0,
    ChargeType = 1 << 0,
    Description = 1 << 1,
    Quantity = 1 << 2,
    UnitPrice = 1 << 3,
    NetAmountCents = 1 << 4,
    CurrencyCode = 1 << 5,
    IsTaxable = 1 << 6,
    ServiceStart = 1 << 7,
    ServiceEnd = 1 << 8,
    ChargeId = 1 << 9,
    LineKey = 1 << 10,
    TaxRegionHint = 1 << 11,
    Dimensions = 1 << 12,
    SourceModule = 1 << 13,
    SourceScope = 1 << 14,
    InputRefs = 1 << 15,
    DerivedFrom = 1 << 16,
    Metadata = 1 << 17,
    All = (1 << 18) - 1,
}

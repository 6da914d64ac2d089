namespace Billing.Invoice.Calculation;

/// <summary>One row of TaxRatesPack. Dates are half-open: the end is the first day not covered.</summary>
/// <param name="Percentage">Not used by a composite rate, nor by one with thresholds.</param>
public sealed record TaxRate(
    string TaxRateId,
    string RegionCode,
    Percentage Percentage,
    bool IsComposite,
    bool IsActive,
    DateOnly Start,
    DateOnly? End,
    IReadOnlyList<TaxComponent> Components,
    IReadOnlyList<TaxThreshold> Thresholds)
{
    public TaxRateKind Kind => IsComposite ? TaxRateKind.Composite : Thresholds.Count > 0 ? TaxRateKind.Graduated : TaxRateKind.Simple;

    public bool IsInForce(DateOnly date) => IsActive && Start <= date && (End is null || date < End);
}

public enum TaxRateKind
{
    /// <summary>One percentage of the amount.</summary>
    Simple,

    /// <summary>Several components, each rounded by itself.</summary>
    Composite,

    /// <summary>Brackets of the amount, each with its own percentage and rounded by itself.</summary>
    Graduated,
}

/// <summary>A part of a composite rate.</summary>
/// <param name="IsCompound">Its tax joins the base of the components after it.</param>
/// <param name="Holidays">Days on which it applies at nothing.</param>
public sealed record TaxComponent(
    string TaxComponentId,
    string Name,
    Percentage Rate,
    long Sequence,
    bool IsCompound,
    DateOnly? Start,
    DateOnly? End,
    IReadOnlyList<TaxHoliday> Holidays)
{
    public bool IsInForce(DateOnly date) => (Start is null || Start <= date) && (End is null || date < End);

    public bool IsHoliday(DateOnly date)
    {
        foreach (var holiday in Holidays)
        {
            if (holiday.Start <= date && date < holiday.End)
                return true;
        }

        return false;
    }
}

/// <summary>Half-open range of days.</summary>
public sealed record TaxHoliday(DateOnly Start, DateOnly End);

/// <summary>A bracket of a graduated rate, in cents.</summary>
/// <param name="Max">Null for the rest.</param>
public sealed record TaxThreshold(long Min, long? Max, Percentage Rate);

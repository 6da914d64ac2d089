using System.Numerics;

namespace Billing.Modules.Tests;

/// <summary>What deductions have left of each charge, worked out anew: each is taken off its charges in proportion to what they have left.</summary>
internal sealed class Left
{
    private readonly BigInteger[] _left;

    public Left(IReadOnlyList<Sold> charges)
    {
        _left = [.. charges.Select(charge => charge.IsDeduction ? BigInteger.Zero : charge.Cents)];
        foreach (var deduction in charges.Where(charge => charge.IsDeduction))
            Take([.. Enumerable.Range(0, charges.Count).Where(place => deduction.Of.Contains(charges[place].Id))], -deduction.Cents);
    }

    public BigInteger this[int place] => _left[place];

    public BigInteger Of(IEnumerable<int> places) => places.Aggregate(BigInteger.Zero, (sum, place) => sum + _left[place]);

    public void TakeOne(int place, BigInteger cents) => _left[place] -= cents;

    /// <param name="cents">No more than the charges above zero have left.</param>
    public void Take(IReadOnlyList<int> places, BigInteger cents)
    {
        if (cents.IsZero)
            return;
        var parts = Exact.Split(cents, [.. places.Select(place => BigInteger.Max(_left[place], BigInteger.Zero))]);
        for (var i = 0; i < places.Count; i++)
            TakeOne(places[i], parts[i]);
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace Billing.Invoice.Calculation.Tests;

/// <summary>Properties with fixed seeds, so that a failure is found again; and the proof that a property fails where the code is wrong.</summary>
internal static class Seeded
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 200, full: 5_000)).WithReplay(20_251_124, 11);

    public static void Holds<T>(Gen<T> cases, Action<T> law) => Prop.ForAll(cases.ToArbitrary(), law).Check(Fixed);

    /// <summary>The law, which holds for the right code, does not for this.</summary>
    public static void IsCaught<T>(Gen<T> cases, Action<T> lawOfWrongCode) => Should.Throw<Exception>(() => Holds(cases, lawOfWrongCode)).Message.ShouldContain("Falsifiable");
}

using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>A check over generated cases. The seed is fixed, so that a failure is found again.</summary>
internal static class Property
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 200, full: 5_000)).WithReplay(20_261_124, 11);

    /// <summary>No case fails the check.</summary>
    public static void Holds<T>(Gen<T> cases, Action<T> check) => Prop.ForAll(cases.ToArbitrary(), check).Check(Fixed);

    /// <summary>The check finds the fault that the cases, or what is done with them, embody: it fails one of them by an assertion, not for another reason.</summary>
    public static void IsRefuted<T>(Gen<T> cases, Action<T> check)
    {
        var refusal = Should.Throw<Exception>(() => Holds(cases, check), "no case shows the fault");
        refusal.ToString().ShouldContain("Falsifiable");
        refusal.ToString().ShouldContain(nameof(ShouldAssertException));
    }
}

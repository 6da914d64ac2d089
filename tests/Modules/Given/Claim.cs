using FsCheck;

namespace Billing.Modules.Tests;

/// <summary>A property as an object: it holds of the modules as they are built, and faults that it is to find refute it.</summary>
internal sealed record Claim(Action<Modules> Holds, Action<Modules> IsRefuted)
{
    public static Claim Of<T>(Gen<T> cases, Action<Modules, T> check) => new(
        modules => Property.Holds(cases, sample => check(modules, sample)),
        modules => Property.IsRefuted(cases, sample => check(modules, sample)));
}

namespace Billing.Sandbox.Runtime;

/// <summary>What a compiled function with results gives back: its first result and the fuel that is left, in registers.</summary>
internal struct Metered<T>
{
    public T Value;
    public long Fuel;
}

namespace Billing.Sandbox;

/// <summary>Something an instance exports and another can import: a function, table, memory or global of an instance. Opaque; it belongs to its engine.</summary>
public abstract class WasmExternal
{
    private protected WasmExternal()
    {
    }
}

using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Compilation;

/// <summary>The machine code of a module. It is unloaded once nobody refers to this object any more.</summary>
/// <param name="Owner">The generated type, whose reachability keeps the code loaded.</param>
/// <param name="Functions">The module's own functions.</param>
/// <param name="Entries">Host to module, by signature.</param>
/// <param name="HostAdapters">Module to host, by signature.</param>
/// <param name="IlBytes">Bytes of CIL the machine code was made from.</param>
internal sealed record CompiledCode(
    Type Owner,
    RuntimeMethodHandle[] Functions,
    Dictionary<FunctionType, RuntimeMethodHandle> Entries,
    Dictionary<FunctionType, RuntimeMethodHandle> HostAdapters,
    long IlBytes);

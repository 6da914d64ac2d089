using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Runtime;

/// <summary>
/// What compiled code works on: the last but one argument of every function. Fields, because compiled code reads them directly.
/// </summary>
internal unsafe class InstanceContext
{
    /// <summary>Fuel left; below zero when a block could not be paid.</summary>
    public long Fuel;

    /// <summary>Set from outside to end a call; looked at on entry of functions and loops.</summary>
    public int Interrupt;

    public byte* MemoryBase;

    /// <summary>See <see cref="LinearMemory.Map"/>.</summary>
    public byte[] MemoryMap = [];

    /// <summary>Room for one number: the widest is a v128.</summary>
    public const int SlotBytes = 16;

    /// <summary><see cref="SlotBytes"/> in elements of the arrays that hold slots.</summary>
    public const int SlotWords = SlotBytes / sizeof(ulong);

    /// <summary>One slot a global. The slot of an imported mutable global holds the address of its owner's slot.</summary>
    public ulong* Globals;

    /// <summary>Globals that hold references, by index of the global; null for numbers.</summary>
    public ReferenceCell[] ReferenceGlobals = [];

    /// <summary>Where a function leaves its second and further results: one slot for each position.</summary>
    public ulong* Results;

    public object?[] ReferenceResults = [];

    /// <summary>Functions by index. Imported ones are always there, own ones once somebody asked for a reference.</summary>
    public FunctionReference?[] Functions = [];

    /// <summary>The lowest stack address that a function with a large frame may reach.</summary>
    public nuint StackFloor;

    public LinearMemory? Memory;

    public WasmTable[] Tables = [];

    public FunctionType[] Types = [];

    /// <summary>Data segments that are not dropped; a dropped one is empty.</summary>
    public ReadOnlyMemory<byte>[] Data = [];

    /// <summary>Element segments; a dropped one is empty.</summary>
    public object?[][] Elements = [];

    public long MemoryLimit;

    /// <summary>The call in progress.</summary>
    public ActiveCall? Call;

    /// <summary>Code addresses and signatures of the module's functions; keeps the compiled code alive.</summary>
    public ICodeSource? Code;

    // Keep the arrays behind Globals and Results reachable.
    public ulong[] GlobalSlots = [];
    public ulong[] ResultSlots = [];

    public FunctionReference FunctionAt(int index) =>
        Functions[index] ??= new FunctionReference(Code!.AddressOf(index), this, Code.TypeOf(index));
}

/// <summary>A global that holds a reference.</summary>
internal sealed class ReferenceCell
{
    public object? Value;
}

/// <summary>Where an instance finds the code of its own functions.</summary>
internal interface ICodeSource
{
    nint AddressOf(int function);

    FunctionType TypeOf(int function);

    /// <summary>Address of the method that takes arguments from an array and calls functions of that type.</summary>
    nint EntryOf(FunctionType type);
}

/// <summary>A function bound to its instance: what <c>funcref</c> holds.</summary>
internal sealed class FunctionReference(nint code, InstanceContext context, FunctionType type) : WasmExternal
{
    public readonly nint Code = code;
    public readonly InstanceContext Context = context;
    public readonly FunctionType Type = type;
}

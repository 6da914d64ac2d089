using System.Runtime.CompilerServices;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Runtime;

/// <summary>
/// What compiled code works on: the last but one argument of every function. Fields, because compiled code reads them directly.
/// </summary>
internal unsafe class InstanceContext
{
    /// <summary>
    /// Fuel left. Compiled code keeps it in a local, hands it on as an argument and writes it here before anything that can end the call or charges it here; it never goes below zero,
    /// because what cannot be paid is not begun.
    /// </summary>
    public long Fuel;

    /// <summary>
    /// What a block of so many instructions costs: as many units, until somebody wants the call to end. Then no fuel is enough. Functions and heads of loops take
    /// their price from here, so that a call can be interrupted and yet pays nothing for it.
    /// </summary>
    public PriceList Prices;

    /// <summary>Blocks that cost more pay the rest apart.</summary>
    public const int PriceCount = 64;

    private const long Unpayable = long.MinValue; // read without a sign: more than any fuel

    // Held by the watchdog while it raises the prices and by a call that lowers them: a mixture of both would look like used up fuel.
    private readonly Lock _pricing = new();

    private int _interrupted;

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

    /// <summary>Whether <see cref="MemoryLimit"/> kept memory from growing since the call began.</summary>
    public bool IsMemoryRefused;

    /// <summary>The call in progress.</summary>
    public ActiveCall? Call;

    /// <summary>Code addresses and signatures of the module's functions; keeps the compiled code alive.</summary>
    public ICodeSource? Code;

    // Keep the arrays behind Globals and Results reachable.
    public ulong[] GlobalSlots = [];
    public ulong[] ResultSlots = [];

    public InstanceContext() => SetPrices(0, 1);

    /// <summary>Whether <see cref="Interrupt"/> was called since the call began.</summary>
    public bool IsInterrupted => Volatile.Read(ref _interrupted) != 0;

    /// <summary>Ends the call at the next function or loop it enters. From any thread.</summary>
    public void Interrupt()
    {
        lock (_pricing)
        {
            Volatile.Write(ref _interrupted, 1);
            SetPrices(Unpayable, 0);
        }
    }

    /// <summary>A call begins, with so much fuel.</summary>
    public void Begin(long fuel)
    {
        Fuel = fuel;
        if (!IsInterrupted) return;
        lock (_pricing)
        {
            _interrupted = 0;
            SetPrices(0, 1);
        }
    }

    private void SetPrices(long first, long step)
    {
        for (var i = 0; i < PriceCount; i++) Volatile.Write(ref Prices[i], first + (i * step));
    }

    public FunctionReference FunctionAt(int index) =>
        Functions[index] ??= new FunctionReference(Code!.AddressOf(index), this, Code.TypeOf(index));
}

/// <summary>Prices of blocks, by their number of instructions.</summary>
[InlineArray(InstanceContext.PriceCount)]
internal struct PriceList
{
    private long _first;
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

using System.Runtime.InteropServices;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Runtime;

/// <summary>A global as others see it: a slot in its owner's array, or a cell for a reference.</summary>
internal sealed class WasmGlobal(GlobalType type, ulong[] slots, int index, ReferenceCell? cell) : WasmExternal
{
    public GlobalType Type { get; } = type;

    public ReferenceCell? Cell { get; } = cell;

    public ulong[] Slots { get; } = slots;

    public WasmValue Value => Cell is null
        ? new WasmValue(Type.Type, Slots[First]) { UpperBits = Slots[First + 1] }
        : new WasmValue(Type.Type, 0, Cell.Value);

    /// <summary>The slots are pinned, so the address holds for as long as the array is reachable.</summary>
    public unsafe ulong* Address => (ulong*)Marshal.UnsafeAddrOfPinnedArrayElement(Slots, First);

    private int First => index * InstanceContext.SlotWords;
}

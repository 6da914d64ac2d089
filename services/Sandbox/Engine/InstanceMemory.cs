using System.Runtime.InteropServices;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>Room of an instance that compiled code reaches by address. The arrays are pinned for life.</summary>
internal static unsafe class InstanceMemory
{
    public static void AllocateGlobals(InstanceContext context, int count)
    {
        context.GlobalSlots = GC.AllocateArray<ulong>(count * InstanceContext.SlotWords, pinned: true);
        context.ReferenceGlobals = new ReferenceCell[count];
        if (count > 0) context.Globals = (ulong*)Marshal.UnsafeAddrOfPinnedArrayElement(context.GlobalSlots, 0);
    }

    public static void AllocateResults(InstanceContext context, int count)
    {
        if (count < 2) return;
        context.ResultSlots = GC.AllocateArray<ulong>(count * InstanceContext.SlotWords, pinned: true);
        context.ReferenceResults = new object?[count];
        context.Results = (ulong*)Marshal.UnsafeAddrOfPinnedArrayElement(context.ResultSlots, 0);
    }
}

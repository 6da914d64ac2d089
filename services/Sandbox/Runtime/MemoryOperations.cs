namespace Billing.Sandbox.Runtime;

/// <summary>
/// The instructions on whole ranges of memory, called from compiled code. Fuel: one unit for each 64 bytes named, charged before anything is looked at;
/// 1,024 for each page that memory grows by.
/// </summary>
internal static class MemoryOperations
{
    private const int FuelPerPage = 1_024;

    /// <summary>Pays for work on a range, and looks whether the call is past its wall clock limit: a row of such instructions needs no loop to take hours.</summary>
    public static void Charge(InstanceContext context, long units)
    {
        if (units > context.Fuel) throw Traps.OutOfFuel();
        context.Fuel -= units;
        if (context.IsInterrupted) throw Traps.OutOfTime();
    }

    public static int Size(InstanceContext context) => (int)context.Memory!.Pages;

    public static int Grow(int delta, InstanceContext context)
    {
        var memory = context.Memory!;
        var pages = (uint)delta;
        if (!memory.CanGrow(pages, context.MemoryLimit))
        {
            context.IsMemoryRefused |= memory.CanGrow(pages, long.MaxValue);
            return -1;
        }

        Charge(context, pages * (long)FuelPerPage);
        return memory.Grow(pages);
    }

    public static void Fill(int destination, int value, int count, InstanceContext context)
    {
        ChargeBytes(context, count);
        var memory = context.Memory!;
        var (to, length) = ((uint)destination, (uint)count);
        if (!memory.Contains(to, length)) throw Traps.Memory();
        memory.MarkDirty(to, length);
        memory.Fill(to, length, (byte)value);
    }

    public static void Copy(int destination, int source, int count, InstanceContext context)
    {
        ChargeBytes(context, count);
        var memory = context.Memory!;
        var (to, from, length) = ((uint)destination, (uint)source, (uint)count);
        if (!memory.Contains(to, length) || !memory.Contains(from, length)) throw Traps.Memory();
        memory.MarkDirty(to, length);
        memory.Copy(to, from, length);
    }

    public static void Init(int destination, int source, int count, InstanceContext context, int segment)
    {
        ChargeBytes(context, count);
        Write(context.Memory!, (uint)destination, context.Data[segment].Span, (uint)source, (uint)count);
    }

    public static void DropData(InstanceContext context, int segment) => context.Data[segment] = default;

    /// <summary>Writes a part of a data segment, as an active segment is written when a module is instantiated.</summary>
    public static void Write(LinearMemory memory, uint destination, ReadOnlySpan<byte> data, uint source, uint count)
    {
        if ((ulong)source + count > (ulong)data.Length || !memory.Contains(destination, count)) throw Traps.Memory();
        memory.MarkDirty(destination, count);
        data.Slice((int)source, (int)count).CopyTo(memory.Slice(destination, count));
    }

    private static void ChargeBytes(InstanceContext context, int count) => Charge(context, ((uint)count + 63L) / 64);
}

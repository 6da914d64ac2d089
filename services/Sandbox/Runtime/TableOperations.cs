using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Runtime;

/// <summary>The instructions on tables, called from compiled code. Fuel: one unit for each element named; growing charges only what is granted.</summary>
internal static class TableOperations
{
    public static object? Get(int index, InstanceContext context, int table) =>
        context.Tables[table].TryGet((uint)index, out var value) ? value : throw Traps.Table();

    public static void Set(int index, object? value, InstanceContext context, int table)
    {
        if (!context.Tables[table].TrySet((uint)index, value)) throw Traps.Table();
    }

    public static int Size(InstanceContext context, int table) => context.Tables[table].Count;

    public static int Grow(object? value, int delta, InstanceContext context, int table)
    {
        var target = context.Tables[table];
        var count = (uint)delta;
        if (!target.CanGrow(count) || TotalElements(context) + count > EngineLimits.TableElements) return -1;
        MemoryOperations.Charge(context, count);
        return target.Grow(count, value);
    }

    public static void Fill(int index, object? value, int count, InstanceContext context, int table)
    {
        MemoryOperations.Charge(context, (uint)count);
        var target = context.Tables[table];
        if (!target.Contains((uint)index, (uint)count)) throw Traps.Table();
        target.Write((uint)index, (uint)count).Fill(value);
    }

    public static void Copy(int destination, int source, int count, InstanceContext context, int to, int from)
    {
        MemoryOperations.Charge(context, (uint)count);
        var target = context.Tables[to];
        var origin = context.Tables[from];
        if (!target.Contains((uint)destination, (uint)count) || !origin.Contains((uint)source, (uint)count)) throw Traps.Table();
        origin.Read((uint)source, (uint)count).CopyTo(target.Write((uint)destination, (uint)count));
    }

    public static void Init(int destination, int source, int count, InstanceContext context, int table, int segment)
    {
        MemoryOperations.Charge(context, (uint)count);
        Write(context.Tables[table], (uint)destination, context.Elements[segment], (uint)source, (uint)count);
    }

    public static void DropElements(InstanceContext context, int segment) => context.Elements[segment] = [];

    /// <summary>Writes a part of an element segment, as an active segment is written when a module is instantiated.</summary>
    public static void Write(WasmTable table, uint destination, object?[] elements, uint source, uint count)
    {
        if ((ulong)source + count > (ulong)elements.Length || !table.Contains(destination, count)) throw Traps.Table();
        elements.AsSpan((int)source, (int)count).CopyTo(table.Write(destination, count));
    }

    public static FunctionReference FunctionAt(InstanceContext context, int function) => context.FunctionAt(function);

    private static long TotalElements(InstanceContext context)
    {
        var total = 0L;
        foreach (var table in context.Tables) total += table.Count;
        return total;
    }
}

using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>What a <see cref="ModulePlan"/> says, in the binary format: the entries of each section.</summary>
internal static class ModuleSections
{
    public static List<Code> Imports(ModulePlan plan, Func<FunctionType, uint> typeIndex)
    {
        List<Code> entries = [.. plan.Functions.Take(plan.ImportedFunctions).Select(function => new Code().Name(function.From!).Name(function.Name!).Emit(0).Unsigned(typeIndex(function.Type)))];
        foreach (var table in plan.Tables.Where(table => table.Imported is not null)) entries.Add(Limits(new Code().Name("linked").Name(table.Imported!).Emit(1).Type(table.Element), table.Minimum, table.Maximum));
        if (plan.Memory is { Imported: true } memory) entries.Add(Limits(new Code().Name("linked").Name("memory").Emit(2), memory.Minimum, memory.Maximum));
        foreach (var global in plan.Globals.Where(global => global.Imported is not null)) entries.Add(new Code().Name("linked").Name(global.Imported!).Emit(3).Type(global.Type).Emit(Flag(global.Mutable)));
        return entries;
    }

    public static List<Code> Tables(ModulePlan plan) => [.. plan.Tables.Where(table => table.Imported is null).Select(table => Limits(new Code().Type(table.Element), table.Minimum, table.Maximum))];

    public static List<Code> Globals(ModulePlan plan, Random random)
    {
        var own = plan.Globals.Where(global => global.Imported is null).ToArray();
        return [.. own.Select((global, i) => Initialiser(new Code().Type(global.Type).Emit(Flag(global.Mutable)), plan, global, isBudget: i == own.Length - 1, random).End())];
    }

    public static List<Code> Exports(ModulePlan plan)
    {
        // The first letter tells what a table holds.
        List<Code> entries = [.. plan.Tables.Select((table, i) => new Code().Name($"{(table.Element == WasmType.FuncRef ? 't' : 'x')}{i}").Emit(1).Unsigned((uint)i))];
        if (plan.Memory is not null) entries.Add(new Code().Name("memory").Emit(2, 0));
        return entries;
    }

    public static List<Code> Elements(ModulePlan plan) => plan.Elements.ConvertAll(segment =>
    {
        // Indices are shorter; expressions are needed for nulls and for references of other types.
        var expressions = segment.Element != WasmType.FuncRef || segment.Functions.Contains(null);
        var namesTable = segment.Mode == SegmentMode.Active && (segment.Table != 0 || segment.Element != WasmType.FuncRef);
        var flags = (expressions ? 4 : 0) | segment.Mode switch { SegmentMode.Passive => 1, SegmentMode.Declarative => 3, _ => namesTable ? 2 : 0 };
        var code = new Code().Emit((byte)flags);
        if (namesTable) code.Unsigned((uint)segment.Table);
        if (segment.Mode == SegmentMode.Active) code.I32((int)segment.Offset).End();
        if (expressions && (flags & 3) != 0) code.Type(segment.Element);
        else if ((flags & 3) != 0) code.Emit(0);
        code.Unsigned((uint)segment.Functions.Count);
        foreach (var function in segment.Functions)
        {
            if (!expressions) code.Unsigned((uint)function!.Value);
            else if (function is { } index) code.Opcode(WasmOp.RefFunc).Unsigned((uint)index).End();
            else code.Opcode(WasmOp.RefNull).Type(segment.Element).End();
        }

        return code;
    });

    public static List<Code> Data(ModulePlan plan) => plan.Data.ConvertAll(segment =>
    {
        var code = new Code().Emit(segment.Mode == SegmentMode.Passive ? (byte)1 : (byte)0);
        if (segment.Mode == SegmentMode.Active)
        {
            if (segment.Base is { } global) code.Opcode(WasmOp.GlobalGet).Unsigned((uint)global);
            else code.I32((int)segment.Offset);
            code.End();
        }

        return code.Unsigned((uint)segment.Bytes.Length).Emit(segment.Bytes);
    });

    public static Code Limits(Code code, uint minimum, uint? maximum)
    {
        code.Emit(Flag(maximum is not null)).Unsigned(minimum);
        return maximum is { } most ? code.Unsigned(most) : code;
    }

    private static Code Initialiser(Code code, ModulePlan plan, PlannedGlobal global, bool isBudget, Random random)
    {
        if (isBudget) return code.I32(plan.Budget);
        var imported = plan.Globals.FindIndex(other => other is { Imported: not null, Mutable: false } && other.Type == global.Type);
        if (imported >= 0 && random.Next(2) == 0) return code.Opcode(WasmOp.GlobalGet).Unsigned((uint)imported);
        if (global.Type == WasmType.FuncRef && random.Next(2) == 0) return code.Opcode(WasmOp.RefFunc).Unsigned((uint)random.Next(1, plan.Functions.Count));
        return Literals.Write(code, global.Type, random);
    }

    private static byte Flag(bool value) => value ? (byte)1 : (byte)0;
}

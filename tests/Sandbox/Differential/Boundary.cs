using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>Functions that a generated module has for those who call it, so that every bit comes out.</summary>
internal static class Boundary
{
    /// <summary>Fills up what calls and loops are counted against.</summary>
    public static (FunctionType Type, byte[] Body) Refill(ModulePlan plan) =>
        (new FunctionType([], []), new Code().Unsigned(0).I32(plan.Budget).Opcode(WasmOp.GlobalSet).Unsigned((uint)plan.BudgetGlobal).End().ToArray());

    /// <summary>Gives all globals and sizes.</summary>
    public static (FunctionType Type, byte[] Body) State(ModulePlan plan)
    {
        var code = new Code().Unsigned(0);
        List<WasmType> results = [];
        for (var i = 0; i < plan.Globals.Count; i++)
        {
            var index = (uint)i;
            AddBits(code, results, plan.Globals[i].Type, () => code.Opcode(WasmOp.GlobalGet).Unsigned(index));
        }

        for (var i = 0; i < plan.Tables.Count; i++)
        {
            code.Opcode(WasmOp.TableSize).Unsigned((uint)i);
            results.Add(WasmType.I32);
        }

        if (plan.Memory is not null)
        {
            code.Opcode(WasmOp.MemorySize).Emit(0);
            results.Add(WasmType.I32);
        }

        return (new FunctionType([], [.. results]), code.End().ToArray());
    }

    /// <summary>Calls another function with arguments made of bits and gives the bits of its results. A v128 is two i64.</summary>
    public static (FunctionType Type, byte[] Body) Bits(int function, FunctionType type)
    {
        WasmType[] parameters = [.. type.Parameters.SelectMany(BitsOf)];
        var locals = type.Results.Select((result, i) => (result, index: (uint)(parameters.Length + i))).ToArray();
        var code = new Code().Unsigned((uint)locals.Length);
        foreach (var (result, _) in locals) code.Unsigned(1).Type(result);
        var next = 0u;
        foreach (var parameter in type.Parameters) next = Parameter(code, parameter, next);
        code.Call((uint)function);
        foreach (var (_, index) in locals.Reverse()) code.Set(index);
        List<WasmType> results = [];
        foreach (var (result, index) in locals) AddBits(code, results, result, () => code.Get(index));
        return (new FunctionType(parameters, [.. results]), code.End().ToArray());
    }

    private static uint Parameter(Code code, WasmType type, uint local)
    {
        switch (type)
        {
            case WasmType.F32: code.Get(local).Opcode(WasmOp.F32ReinterpretI32); return local + 1;
            case WasmType.F64: code.Get(local).Opcode(WasmOp.F64ReinterpretI64); return local + 1;
            case WasmType.V128: code.Get(local).Opcode(SimdInstructions.OpOf(0x12)).Get(local + 1).Opcode(SimdInstructions.OpOf(0x1E)).Emit(1); return local + 2;
            default: code.Get(local); return local + 1;
        }
    }

    private static void AddBits(Code code, List<WasmType> results, WasmType type, Action load)
    {
        load();
        results.AddRange(BitsOf(type));
        switch (type)
        {
            case WasmType.F32: code.Opcode(WasmOp.I32ReinterpretF32); break;
            case WasmType.F64: code.Opcode(WasmOp.I64ReinterpretF64); break;
            case WasmType.V128:
                code.Opcode(SimdInstructions.OpOf(0x1D)).Emit(0);
                load();
                code.Opcode(SimdInstructions.OpOf(0x1D)).Emit(1);
                break;
        }
    }

    private static WasmType[] BitsOf(WasmType type) => type switch
    {
        WasmType.F32 => [WasmType.I32],
        WasmType.F64 => [WasmType.I64],
        WasmType.V128 => [WasmType.I64, WasmType.I64],
        _ => [type],
    };
}

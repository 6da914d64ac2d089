using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>The module that generated ones are linked with: what it exports, they share with it.</summary>
internal static class LinkedModule
{
    private const WasmType V = WasmType.V128;

    public static readonly PlannedTable Table = new(WasmType.FuncRef, 8, 14, "table");
    public static readonly PlannedMemory Memory = new(1, 3, true);

    /// <summary>The functions by index.</summary>
    public static readonly (string Name, FunctionType Type)[] Functions =
    [
        ("count", new FunctionType([WasmType.I32], [WasmType.I32])),
        ("swap", new FunctionType([WasmType.I64, WasmType.F64], [WasmType.F64, WasmType.I64])),
        ("keep", new FunctionType([V, WasmType.ExternRef], [V])),
        ("through", new FunctionType([WasmType.I32], [WasmType.I32])),
        ("nothing", new FunctionType([], [])),
    ];

    /// <summary>The globals by index.</summary>
    public static readonly PlannedGlobal[] Globals =
    [
        .. ModulePlan.Types.Select(type => new PlannedGlobal(type, false, $"fixed {type}")),
        .. ModulePlan.Types.Select(type => new PlannedGlobal(type, true, $"moving {type}")),
    ];

    public static byte[] Wasm { get; } = Build();

    private static byte[] Build()
    {
        var module = new ModuleBuilder();
        Action<Code>[] bodies = [Count, code => code.Get(1).Get(0), Keep, code => Through(module, code), _ => { }];
        foreach (var ((name, type), body) in Functions.Zip(bodies)) module.Function(Codes(type.Parameters), Codes(type.Results), body, name);
        module.Table(Op.FuncRef, Table.Minimum, Table.Maximum, Table.Imported);
        module.Memory(Memory.Minimum, Memory.Maximum).Data(300, [.. Enumerable.Range(0, 200).Select(i => (byte)(i * 7))]);
        module.Elements(0, 0, 3, 0, 1, 0);
        foreach (var global in Globals) module.Global(Codes([global.Type])[0], global.Mutable, code => Initialise(code, global.Type), global.Imported);
        return module.Build();
    }

    // Adds to a global and a cell of memory, gives what the cell was.
    private static void Count(Code code)
    {
        Global(code, WasmOp.GlobalGet, WasmType.I32).Get(0).Emit(Op.I32Add);
        Global(code, WasmOp.GlobalSet, WasmType.I32);
        code.I32(64).Access(Op.I32Load).I32(64);
        Global(code, WasmOp.GlobalGet, WasmType.I32).Access(Op.I32Store);
    }

    // Gives the vector that was kept before.
    private static void Keep(Code code)
    {
        Global(code, WasmOp.GlobalGet, V).Get(0);
        Global(code, WasmOp.GlobalSet, V).Get(1);
        Global(code, WasmOp.GlobalSet, WasmType.ExternRef);
    }

    // Calls whatever lies in the shared table, with a smaller number each time, so that it ends.
    private static void Through(ModuleBuilder module, Code code)
    {
        code.Get(0).I32(0).Opcode(WasmOp.I32LeS).If(Op.I32).Get(0).Else();
        code.Get(0).I32(7).Opcode(WasmOp.I32And).I32(1).Emit(Op.I32Sub).Get(0).I32(7).Opcode(WasmOp.I32And);
        code.Emit(Op.CallIndirect).Unsigned(module.Type([Op.I32], [Op.I32])).Unsigned(0).End();
    }

    private static Code Global(Code code, WasmOp op, WasmType type) => code.Opcode(op).Unsigned((uint)Array.IndexOf(Globals, new PlannedGlobal(type, true, $"moving {type}")));

    private static void Initialise(Code code, WasmType type) => _ = type switch
    {
        WasmType.I32 => code.I32(48),
        WasmType.I64 => code.I64(-5),
        WasmType.F32 => code.F32(-0.0f),
        WasmType.F64 => code.F64(1e300),
        V => code.Emit(Op.Simd).Unsigned(SimdInstructions.ConstantNumber).Emit([.. Enumerable.Range(100, 16).Select(i => (byte)i)]),
        WasmType.FuncRef => code.Emit(Op.RefFunc).Unsigned(4),
        _ => code.Emit(Op.RefNull, Op.ExternRef),
    };

    private static byte[] Codes(WasmType[] types) => Array.ConvertAll(types, EngineOpcodes.TypeCode);
}

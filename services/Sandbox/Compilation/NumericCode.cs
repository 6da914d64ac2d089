using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;
using static System.Reflection.Emit.OpCodes;

namespace Billing.Sandbox.Compilation;

/// <summary>The CIL of each numeric instruction, operands on the CIL stack.</summary>
internal static class NumericCode
{
    private static readonly Dictionary<WasmOp, Action<ILGenerator>> Table = Build();

    public static void Emit(ILGenerator il, WasmOp op) => Table[op](il);

    public static bool IsShift(WasmOp op, out int mask)
    {
        mask = op is WasmOp.I32Shl or WasmOp.I32ShrS or WasmOp.I32ShrU ? 31 : 63;
        return mask == 31 || op is WasmOp.I64Shl or WasmOp.I64ShrS or WasmOp.I64ShrU;
    }

    /// <summary>Whether the instruction fails for some operands.</summary>
    public static bool MayTrap(WasmOp op) =>
        op is (>= WasmOp.I32DivS and <= WasmOp.I32RemU) or (>= WasmOp.I64DivS and <= WasmOp.I64RemU)
            or (>= WasmOp.I32TruncF32S and <= WasmOp.I32TruncF64U) or (>= WasmOp.I64TruncF32S and <= WasmOp.I64TruncF64U);

    /// <summary>Whether the instruction computes a float that may be a NaN of the processor's choice.</summary>
    public static bool MakesNaN(WasmOp op) =>
        op is (>= WasmOp.F32Ceil and <= WasmOp.F32Max) or (>= WasmOp.F64Ceil and <= WasmOp.F64Max) or WasmOp.F32DemoteF64 or WasmOp.F64PromoteF32;

    /// <summary>Whether the instruction gives the same for every NaN it takes: then the one before need not make it canonical.</summary>
    public static bool TakesAnyNaN(WasmOp op) => MakesNaN(op) || op is >= WasmOp.F32Eq and <= WasmOp.F64Ge;

    private static Dictionary<WasmOp, Action<ILGenerator>> Build()
    {
        var table = new Dictionary<WasmOp, Action<ILGenerator>>();
        AddIntegers(table, "I32", typeof(int));
        AddIntegers(table, "I64", typeof(long));
        AddFloats(table, "F32", typeof(float), typeof(MathF));
        AddFloats(table, "F64", typeof(double), typeof(Math));
        AddConversions(table);
        return table;
    }

    private static void AddIntegers(Dictionary<WasmOp, Action<ILGenerator>> table, string prefix, Type type)
    {
        Code("Eqz", type == typeof(int) ? [Ldc_I4_0, Ceq] : [Ldc_I4_0, Conv_I8, Ceq]);
        Code("Eq", Ceq);
        Code("Ne", Ceq, Ldc_I4_0, Ceq);
        Code("LtS", Clt);
        Code("LtU", Clt_Un);
        Code("GtS", Cgt);
        Code("GtU", Cgt_Un);
        Code("LeS", Cgt, Ldc_I4_0, Ceq);
        Code("LeU", Cgt_Un, Ldc_I4_0, Ceq);
        Code("GeS", Clt, Ldc_I4_0, Ceq);
        Code("GeU", Clt_Un, Ldc_I4_0, Ceq);
        Code("Add", Add);
        Code("Sub", Sub);
        Code("Mul", Mul);

        // Division by zero is the runtime's own exception.
        Code("DivU", Div_Un);
        Code("RemU", Rem_Un);
        Code("And", And);
        Code("Or", Or);
        Code("Xor", Xor);
        Code("Shl", Shl);
        Code("ShrS", Shr);
        Code("ShrU", Shr_Un);
        foreach (var name in (string[])["DivS", "RemS", "Clz", "Ctz", "Popcnt", "Rotl", "Rotr"])
            table.Add(Op(prefix, name), Method(typeof(Numeric), name, type));

        void Code(string name, params OpCode[] codes) => table.Add(Op(prefix, name), Codes(codes));
    }

    private static void AddFloats(Dictionary<WasmOp, Action<ILGenerator>> table, string prefix, Type type, Type math)
    {
        Code("Eq", Ceq);
        Code("Ne", Ceq, Ldc_I4_0, Ceq);
        Code("Lt", Clt);
        Code("Gt", Cgt);
        Code("Le", Cgt_Un, Ldc_I4_0, Ceq);
        Code("Ge", Clt_Un, Ldc_I4_0, Ceq);
        Code("Add", Add);
        Code("Sub", Sub);
        Code("Mul", Mul);
        Code("Div", Div);
        foreach (var name in (string[])["Abs", "Neg", "Copysign", "Min", "Nearest"]) table.Add(Op(prefix, name), Method(typeof(Numeric), name, type));
        foreach (var (name, method) in ((string, string)[])[("Ceil", "Ceiling"), ("Floor", "Floor"), ("Trunc", "Truncate"), ("Sqrt", "Sqrt"), ("Max", "Max")])
            table.Add(Op(prefix, name), Method(math, method, type));

        void Code(string name, params OpCode[] codes) => table.Add(Op(prefix, name), Codes(codes));
    }

    private static void AddConversions(Dictionary<WasmOp, Action<ILGenerator>> table)
    {
        table.Add(WasmOp.I32WrapI64, Codes(Conv_I4));
        table.Add(WasmOp.I64ExtendI32S, Codes(Conv_I8));
        table.Add(WasmOp.I64ExtendI32U, Codes(Conv_U8));
        table.Add(WasmOp.I32Extend8S, Codes(Conv_I1));
        table.Add(WasmOp.I32Extend16S, Codes(Conv_I2));
        table.Add(WasmOp.I64Extend8S, Codes(Conv_I1, Conv_I8));
        table.Add(WasmOp.I64Extend16S, Codes(Conv_I2, Conv_I8));
        table.Add(WasmOp.I64Extend32S, Codes(Conv_I4, Conv_I8));
        table.Add(WasmOp.F32ConvertI32S, Codes(Conv_R4));
        table.Add(WasmOp.F32ConvertI32U, Method(typeof(Conversions), nameof(Conversions.SingleFromUInt32)));
        table.Add(WasmOp.F32ConvertI64S, Codes(Conv_R4));
        table.Add(WasmOp.F32ConvertI64U, Method(typeof(Conversions), nameof(Conversions.SingleFromUInt64)));
        table.Add(WasmOp.F64ConvertI32S, Codes(Conv_R8));
        table.Add(WasmOp.F64ConvertI32U, Method(typeof(Conversions), nameof(Conversions.DoubleFromUInt32)));
        table.Add(WasmOp.F64ConvertI64S, Codes(Conv_R8));
        table.Add(WasmOp.F64ConvertI64U, Method(typeof(Conversions), nameof(Conversions.DoubleFromUInt64)));
        table.Add(WasmOp.F32DemoteF64, Codes(Conv_R4));
        table.Add(WasmOp.F64PromoteF32, Codes(Conv_R8));
        table.Add(WasmOp.I32ReinterpretF32, Method(typeof(BitConverter), nameof(BitConverter.SingleToInt32Bits)));
        table.Add(WasmOp.I64ReinterpretF64, Method(typeof(BitConverter), nameof(BitConverter.DoubleToInt64Bits)));
        table.Add(WasmOp.F32ReinterpretI32, Method(typeof(Numeric), nameof(Numeric.Reinterpret)));
        table.Add(WasmOp.F64ReinterpretI64, Method(typeof(BitConverter), nameof(BitConverter.Int64BitsToDouble)));
        foreach (var (kind, method) in ((string, string)[])[("Trunc", "Truncate"), ("TruncSat", "Saturate")])
        {
            foreach (var integer in (string[])["32", "64"])
            {
                foreach (var source in (string[])["F32", "F64"])
                {
                    table.Add(Op("I" + integer, kind + source + "S"), Truncate(source, $"{method}ToInt{integer}"));
                    table.Add(Op("I" + integer, kind + source + "U"), Truncate(source, $"{method}ToUInt{integer}"));
                }
            }
        }
    }

    private static Action<ILGenerator> Truncate(string source, string name)
    {
        var method = RuntimeMembers.Method(typeof(Conversions), name);
        return il =>
        {
            if (string.Equals(source, "F32", StringComparison.Ordinal)) il.Emit(Conv_R8);
            il.Emit(Call, method);
        };
    }

    private static WasmOp Op(string prefix, string name) => Enum.Parse<WasmOp>(prefix + name);

    private static Action<ILGenerator> Codes(params OpCode[] codes) => il =>
    {
        foreach (var code in codes) il.Emit(code);
    };

    private static Action<ILGenerator> Method(Type owner, string name, Type? first = null)
    {
        var method = RuntimeMembers.Method(owner, name, first);
        return il => il.Emit(Call, method);
    }
}

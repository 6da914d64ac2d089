using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Simd;

/// <summary>
/// Writes a valid module whose function <c>run 0 </c> computes random expressions of SIMD instructions over <see cref="SimdInputs"/> and leaves what comes out in memory. Vectors go
/// through locals, globals, blocks, selects, parameters and several results. NaNs are made canonical wherever an engine could be seen to have a choice, and only there.
/// </summary>
internal sealed class SimdProgram
{
    private const int Turns = 24;
    private const int Helpers = 3;
    private const int Depth = 6;
    private const byte V = Op.V128;
    private const byte I32And = 0x71;

    private static readonly Dictionary<WasmType, (uint Number, SimdInstruction Instruction)[]> ByResult = SimdInstructions.All
        .Where(entry => entry.Instruction.Result is not null)
        .GroupBy(entry => entry.Instruction.Result!.Value)
        .ToDictionary(group => group.Key, group => group.ToArray());

    private static readonly uint[] StoreNumbers = [.. SimdInstructions.All.Where(entry => entry.Instruction.Result is null).Select(entry => entry.Number)];

    private readonly Random _random;
    private readonly ModuleBuilder _module = new();
    private readonly List<byte> _locals = [];
    private uint _scratch;
    private int _callable;
    private int _budget;

    private SimdProgram(int number) => _random = new Random(number);

    public static byte[] Write(int number) => new SimdProgram(number).Write();

    private byte[] Write()
    {
        for (var i = 0; i < Helpers; i++)
        {
            _callable = i;
            byte[] parameters = i == 1 ? [V, Op.I32, V] : [V, V];
            byte[] results = i == 2 ? [V, V] : [V];
            Function(parameters, results, null, code =>
            {
                Statement(code);
                foreach (var _ in results) Vector(code, null, Depth - 1);
            });
        }

        _callable = Helpers;
        _module.Memory(1 + ((SimdModule.OutputBytes + 65_535) / 65_536)).Data(0, SimdInputs.Bytes);
        for (var i = 0; i < 2; i++) _module.Global(V, mutable: true, code => Constant(code), null);
        _module.Global(V, mutable: false, code => Constant(code), null);

        // Local 0 counts the turns; each leaves three vectors.
        Function([], [], "run 0 ", code =>
        {
            code.Loop();
            for (var i = 0; i < 3; i++)
            {
                code.Get(0).I32(48).Emit(Op.I32Mul);
                Vector(code, null, Depth);
                code.Emit(Op.Simd).Unsigned(0x0B).Emit(0).Unsigned((uint)(SimdModule.Output + (i * 16)));
                Statement(code);
            }

            code.Get(0).I32(1).Emit(Op.I32Add).Emit(Op.LocalTee).Unsigned(0).I32(Turns).Emit(Op.I32LtS).BrIf(0).End();
        });
        return _module.Build();
    }

    private void Function(byte[] parameters, byte[] results, string? export, Action<Code> body)
    {
        _budget = 260;
        _locals.Clear();
        byte[] own = [Op.I32, V, V, V];
        _locals.AddRange(parameters);
        _locals.AddRange(own);
        _scratch = (uint)_locals.Count - 1;
        _module.Function(parameters, results, body, export, own);
    }

    // What takes the vector says of which lanes it cannot tell the NaNs apart.
    private void Vector(Code code, WasmType? anyNaN, int depth)
    {
        if (depth == 0 || _budget-- <= 0)
        {
            Leaf(code);
            return;
        }

        switch (_random.Next(16))
        {
            case 0:
                Leaf(code);
                break;
            case 1:
                I32(code, depth - 1);
                code.If(V);
                Vector(code, null, depth - 1);
                code.Else();
                Vector(code, null, depth - 1);
                code.End();
                break;
            case 2:
                Vector(code, null, depth - 1);
                Vector(code, null, depth - 1);
                I32(code, depth - 1);
                if (_random.Next(2) == 0) code.Emit(Op.Select);
                else code.Emit(0x1C, 1, V);
                break;
            case 3:
                code.Block(V);
                Vector(code, null, depth - 1);
                I32(code, depth - 1);
                code.BrIf(0).Emit(Op.Drop);
                Vector(code, null, depth - 1);
                code.End();
                break;
            case 4:
                Vector(code, null, depth - 1);
                code.Emit(Op.LocalTee).Unsigned(Local());
                break;
            case 5 when _callable > 0:
                Call(code, depth);
                break;
            default:
                var (number, instruction) = Pick(ByResult[WasmType.V128]);
                Instruction(code, number, instruction, depth);
                if (instruction.MakesNaN is { } lanes && lanes != anyNaN) MakeCanonical(code, lanes);
                break;
        }
    }

    private void Instruction(Code code, uint number, SimdInstruction instruction, int depth)
    {
        if (instruction.Width > 0) Address(code, depth);
        foreach (var operand in instruction.Width > 0 ? instruction.Operands[1..] : instruction.Operands)
        {
            if (operand == WasmType.V128) Vector(code, instruction.TakesAnyNaN, depth - 1);
            else Scalar(code, operand, depth - 1);
        }

        code.Emit(Op.Simd).Unsigned(number);
        if (instruction.Width > 0) code.Emit(0).Unsigned(instruction.Result is null ? (uint)SimdModule.Output + 8_192 : (uint)_random.Next(200));
        switch (instruction.Kind)
        {
            case SimdKind.Constant: code.Emit(Input()); break;
            case SimdKind.Shuffle:
                for (var i = 0; i < 16; i++) code.Emit((byte)_random.Next(32));
                break;
            case SimdKind.ComputeLane or SimdKind.LoadLane or SimdKind.StoreLane: code.Emit((byte)_random.Next(instruction.Lanes)); break;
        }
    }

    private void Address(Code code, int depth)
    {
        I32(code, depth - 1);
        code.I32(0x3FF).Emit(I32And);
    }

    private void I32(Code code, int depth) => Scalar(code, WasmType.I32, depth);

    private void Scalar(Code code, WasmType type, int depth)
    {
        if (depth > 0 && _budget-- > 0 && _random.Next(3) > 0)
        {
            var (number, instruction) = Pick(ByResult[type]);
            Instruction(code, number, instruction, depth);
            return;
        }

        _ = type switch
        {
            WasmType.I32 when _random.Next(3) > 0 && _locals.IndexOf(Op.I32) is var local and >= 0 => code.Get((uint)local),
            WasmType.I32 => code.I32(_random.Next(-40, 300)),
            WasmType.I64 => code.I64(_random.NextInt64(long.MinValue, long.MaxValue)),
            WasmType.F32 => code.Emit(Op.F32Const).Emit(Input().AsSpan(0, 4)),
            _ => code.Emit(Op.F64Const).Emit(Input().AsSpan(0, 8)),
        };
    }

    private void Leaf(Code code)
    {
        switch (_random.Next(5))
        {
            case 0: Constant(code); break;
            case 1: code.Emit(Op.GlobalGet).Unsigned((uint)_random.Next(3)); break;
            case 2 when _locals.IndexOf(Op.I32) is var turn and >= 0:
                code.Get((uint)turn).I32(0x1F).Emit(I32And).I32(4).Emit(0x74).Emit(Op.Simd).Unsigned(0).Emit(0).Unsigned((uint)_random.Next(1_500));
                break;
            default: code.Get(Local()); break;
        }
    }

    private void Statement(Code code)
    {
        switch (_random.Next(4))
        {
            case 0:
                Vector(code, null, Depth - 2);
                code.Emit(Op.GlobalSet).Unsigned((uint)_random.Next(2));
                break;
            case 1:
                var number = Pick(StoreNumbers);
                Instruction(code, number, SimdInstructions.Find(number)!, Depth - 2);
                break;
            default:
                Vector(code, null, Depth - 2);
                code.Set(Local());
                break;
        }
    }

    private void Call(Code code, int depth)
    {
        var helper = _random.Next(_callable);
        Vector(code, null, depth - 1);
        if (helper == 1) I32(code, depth - 1);
        Vector(code, null, depth - 1);
        code.Call((uint)helper);
        if (helper == 2) code.Emit(Op.Simd).Unsigned(_random.Next(2) == 0 ? 0x51u : 0x6Eu);
    }

    // The vector where it equals itself, the canonical NaN elsewhere.
    private void MakeCanonical(Code code, WasmType lanes)
    {
        var isSingle = lanes == WasmType.F32;
        code.Set(_scratch).Get(_scratch).Emit(Op.Simd).Unsigned(0x0C);
        for (var i = 0; i < (isSingle ? 4 : 2); i++) code.Emit(isSingle ? BitConverter.GetBytes(0x7FC0_0000u) : BitConverter.GetBytes(0x7FF8_0000_0000_0000ul));
        code.Get(_scratch).Get(_scratch).Emit(Op.Simd).Unsigned(isSingle ? 0x41u : 0x47u).Emit(Op.Simd).Unsigned(0x52);
    }

    private void Constant(Code code) => code.Emit(Op.Simd).Unsigned(0x0C).Emit(Input());

    private byte[] Input()
    {
        var first = _random.Next(SimdInputs.Count) * 16;
        return SimdInputs.Bytes[first..(first + 16)];
    }

    // Never the scratch local, the last one: it holds a vector for a moment only.
    private uint Local()
    {
        uint local;
        do local = (uint)_random.Next(_locals.Count - 1);
        while (_locals[(int)local] != V);
        return local;
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}

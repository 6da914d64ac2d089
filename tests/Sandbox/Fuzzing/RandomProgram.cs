using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Fuzzing;

/// <summary>
/// Writes modules that are valid and do anything: every type is right by construction, every value is not. Functions call one another, directly, through the table and the host;
/// loops and recursion may never end; addresses miss the memory. So what an engine makes of it is a value, a trap or a limit, and the same each time.
/// </summary>
internal sealed class RandomProgram
{
    private const int Functions = 4;
    private const int Depth = 5;
    private const byte I32And = 0x71;
    private static readonly byte[] Numbers = [Op.I32, Op.I64, Op.F32, Op.F64];
    private static readonly long[] Edges = [0, 1, -1, 2, 7, 31, 32, 63, 64, 127, 128, 255, 65_535, 65_536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];
    private static readonly double[] FloatEdges = [0, -0.0, 1, -1, 0.5, 2_147_483_648, -2_147_483_649, 9.3e18, 1e300, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    private readonly Random _random;
    private readonly ModuleBuilder _module = new();
    private readonly byte[][] _parameters;
    private readonly byte[] _results;
    private readonly byte[] _globals;

    private byte[] _locals = [];
    private int _budget;

    private RandomProgram(Random random)
    {
        _random = random;
        _parameters = [.. Enumerable.Range(0, Functions).Select(_ => Types(random.Next(4)))];
        _results = Types(Functions);
        _globals = Types(3);
    }

    public static byte[] Write(Random random) => new RandomProgram(random).Write();

    private byte[] Write()
    {
        _module.ImportFunction("host", "tell", [Op.I32], [Op.I32]);
        for (var i = 0; i < Functions; i++) WriteFunction(i);
        _module.Table(Op.FuncRef, Functions + 2).Memory(1, 3);
        foreach (var type in _globals) _module.Global(type, mutable: true, code => Constant(code, type));
        _module.Elements(0, 1, 2, 3, 4);
        _module.Data(_random.Next(65_000), [.. Enumerable.Range(0, 64).Select(_ => (byte)_random.Next(256))]);
        return _module.Build();
    }

    private void WriteFunction(int number)
    {
        var extra = Types(_random.Next(5));
        _locals = [.. _parameters[number], .. extra];
        _budget = 120;
        _module.Function(
            _parameters[number],
            [_results[number]],
            code =>
            {
                for (var statements = _random.Next(5); statements > 0; statements--) Statement(code, Depth);
                Expression(code, _results[number], Depth);
            },
            $"f{number}",
            extra);
    }

    private void Expression(Code code, byte type, int depth)
    {
        if (depth == 0 || _budget-- <= 0)
        {
            Leaf(code, type);
            return;
        }

        switch (_random.Next(12))
        {
            case 0:
                Leaf(code, type);
                break;
            case 1:
                Expression(code, Op.I32, depth - 1);
                code.If(type);
                Expression(code, type, depth - 1);
                code.Else();
                Expression(code, type, depth - 1);
                code.End();
                break;
            case 2:
                Expression(code, type, depth - 1);
                Expression(code, type, depth - 1);
                Expression(code, Op.I32, depth - 1);
                code.Emit(Op.Select);
                break;
            case 3:
                Load(code, type, depth);
                break;
            case 4 when Array.IndexOf(_results, type) is var callee and >= 0:
                Call(code, callee, depth, indirect: _random.Next(2) == 0);
                break;
            case 5 when type == Op.I32:
                Expression(code, Op.I32, depth - 1);
                if (_random.Next(2) == 0) code.Call(0);
                else code.Emit(Op.MemoryGrow, 0);
                break;
            case 6:
                code.Block(type);
                Expression(code, type, depth - 1);
                Expression(code, Op.I32, depth - 1);
                code.BrIf(0).End();
                break;
            default:
                var op = Pick(NumericOps.ByResult[type]);
                foreach (var operand in op.Operands) Expression(code, operand, depth - 1);
                code.Emit(op.Bytes);
                break;
        }
    }

    private void Statement(Code code, int depth)
    {
        if (depth == 0 || _budget-- <= 0) return;
        switch (_random.Next(7))
        {
            case 0 when _locals.Length > 0:
                var local = (uint)_random.Next(_locals.Length);
                Expression(code, _locals[local], depth - 1);
                code.Set(local);
                break;
            case 1:
                var global = (uint)_random.Next(_globals.Length);
                Expression(code, _globals[global], depth - 1);
                code.Emit(Op.GlobalSet).Unsigned(global);
                break;
            case 2:
                Store(code, depth);
                break;
            case 3:
                code.Loop();
                Statement(code, depth - 1);
                Expression(code, Op.I32, depth - 1);
                code.BrIf(0).End();
                break;
            case 4:
                code.Block().Block().Block();
                Expression(code, Op.I32, depth - 1);
                code.Emit(Op.BrTable).Unsigned(2).Unsigned(0).Unsigned(1).Unsigned(2).End();
                Statement(code, depth - 1);
                code.End();
                Statement(code, depth - 1);
                code.End();
                break;
            case 5:
                Address(code, depth);
                Address(code, depth);
                Address(code, depth);
                if (_random.Next(2) == 0) code.Emit(Op.Prefix, Op.Bulk.MemoryFill, 0);
                else code.Emit(Op.Prefix, Op.Bulk.MemoryCopy, 0, 0);
                break;
            default:
                Expression(code, Pick(Numbers), depth - 1);
                code.Emit(Op.Drop);
                break;
        }
    }

    private void Leaf(Code code, byte type)
    {
        var local = Array.IndexOf(_locals, type);
        var global = Array.IndexOf(_globals, type);
        if (local >= 0 && _random.Next(2) == 0) code.Get((uint)local);
        else if (global >= 0 && _random.Next(3) == 0) code.Emit(Op.GlobalGet).Unsigned((uint)global);
        else Constant(code, type);
    }

    private void Constant(Code code, byte type)
    {
        var number = _random.Next(4) == 0 ? _random.NextInt64() : Pick(Edges);
        var real = _random.Next(4) == 0 ? BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)) : Pick(FloatEdges);
        _ = type switch
        {
            Op.I32 => code.I32((int)number),
            Op.I64 => code.I64(number),
            Op.F32 => code.F32((float)real),
            _ => code.F64(real),
        };
    }

    // Most addresses are made to lie in the first page; the rest are whatever they are.
    private void Address(Code code, int depth)
    {
        Expression(code, Op.I32, depth - 1);
        if (_random.Next(16) > 0) code.I32(0x7FFF).Emit(I32And);
    }

    private uint Offset() => _random.Next(32) > 0 ? (uint)_random.Next(1_000) : (uint)Pick(Edges);

    private void Load(Code code, byte type, int depth)
    {
        byte[] loads = type switch
        {
            Op.I32 => [0x28, 0x2C, 0x2D, 0x2E, 0x2F],
            Op.I64 => [0x29, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35],
            Op.F32 => [0x2A],
            _ => [0x2B],
        };
        Address(code, depth);
        code.Access(Pick(loads), Offset());
    }

    private void Store(Code code, int depth)
    {
        var (type, opcode) = Pick<(byte, byte)>([(Op.I32, 0x36), (Op.I64, 0x37), (Op.F32, 0x38), (Op.F64, 0x39), (Op.I32, 0x3A), (Op.I32, 0x3B), (Op.I64, 0x3C), (Op.I64, 0x3D), (Op.I64, 0x3E)]);
        Address(code, depth);
        Expression(code, type, depth - 1);
        code.Access(opcode, Offset());
    }

    private void Call(Code code, int callee, int depth, bool indirect)
    {
        foreach (var parameter in _parameters[callee]) Expression(code, parameter, depth - 1);
        if (!indirect)
        {
            code.Call((uint)callee + 1);
            return;
        }

        // The right entry most of the time; else one of another type, an empty one, or none.
        if (_random.Next(8) > 0) code.I32(callee);
        else Expression(code, Op.I32, depth - 1);
        code.Emit(Op.CallIndirect).Unsigned(_module.Type(_parameters[callee], [_results[callee]])).Unsigned(0);
    }

    private byte[] Types(int count) => [.. Enumerable.Range(0, count).Select(_ => Pick(Numbers))];

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}

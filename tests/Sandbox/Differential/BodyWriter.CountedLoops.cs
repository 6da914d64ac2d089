using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>Loops as compilers write them, with a counter that nothing else writes: those are the ones that a JIT transforms.</summary>
internal sealed partial class BodyWriter
{
    private const int CountedLoopDepth = 2;

    private void CountedLoop(int depth)
    {
        var counter = _counters[_counting];
        var (turns, step) = (_random.Next(1, 9), Pick<int>([1, 1, 1, 2, 4, 8, 16]));
        var first = Pick<int>([0, 0, 0, 1, -4, 5, int.MaxValue - (4 * step)]);
        var last = unchecked(first + (turns * step));
        var (isDown, testsFirst) = (Chance(4), Chance(3));
        if (isDown) (first, last, step) = (last, first, -step);
        _code.I32(first).Set(counter);
        if (testsFirst) Open(WasmOp.Block, [], []);
        Open(WasmOp.Loop, [], [], isCounted: true);
        if (testsFirst) Compare(WasmOp.I32Eq).Unsigned(1);
        _counting++;
        SomeStatements(depth);
        _counting--;

        while (Top.Stack.Count > 0) Consume();
        _code.Get(counter).I32(step).Opcode(WasmOp.I32Add).Set(counter);
        if (testsFirst) Emit(WasmOp.Br).Unsigned(0);
        else Compare(Pick<WasmOp>([WasmOp.I32Ne, Comparison(first, last, isDown)])).Unsigned(0);
        Close();
        if (testsFirst) Close();

        Code Compare(WasmOp op)
        {
            _code.Get(counter).I32(last).Opcode(op);
            return Emit(WasmOp.BrIf);
        }
    }

    // Where the counter runs over the largest integer, only an unsigned comparison goes on.
    private static WasmOp Comparison(int first, int last, bool isDown)
    {
        var isSigned = isDown ? last < first : first < last;
        return (isSigned, isDown) switch
        {
            (true, false) => WasmOp.I32LtS,
            (true, true) => WasmOp.I32GtS,
            (false, false) => WasmOp.I32LtU,
            _ => WasmOp.I32GtU,
        };
    }

    private uint Counter() => _counters[_random.Next(_counting)];

    // Element by element, also over the end of memory.
    private void CountedAddress()
    {
        Emit(WasmOp.LocalGet).Unsigned(Counter());
        if (Chance(2)) _code.I32(_random.Next(4)).Opcode(WasmOp.I32Shl);
        else _code.I32(Pick<int>([1, 3, 8, 12, 20])).Opcode(WasmOp.I32Mul);
        switch (_random.Next(20))
        {
            case 0:
                _code.I32(65_536 - _random.Next(80)).Opcode(WasmOp.I32Add);
                break;
            case < 10:
                Value(WasmType.I32, null, 1);
                _code.I32(0x3FFF).Opcode(WasmOp.I32And).Opcode(WasmOp.I32Add);
                break;
            default:
                _code.I32(0xFFFF).Opcode(WasmOp.I32And);
                break;
        }
    }
}

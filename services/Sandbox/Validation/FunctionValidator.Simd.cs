using Billing.Sandbox.Binary;
using static System.FormattableString;

namespace Billing.Sandbox.Validation;

internal sealed partial class FunctionValidator
{
    private void ReadSimd()
    {
        var number = _cursor.ReadU32();
        var instruction = SimdInstructions.Find(number)
            ?? throw WasmFormatException.Refuse(LaterFeatures.OfVectorInstruction(number), Invariant($"0xFD {number} is not an instruction."), _at);
        var (a, b) = ReadSimdImmediates(instruction);
        _operands.Pop(instruction.Operands, _at);
        if (instruction.Result is { } result) Push(result);
        if (Live && _code is not null) _code.SimdInstructions++;
        Add(SimdInstructions.OpOf(number), a, b);
    }

    /// <summary>What stands behind the opcode, as <see cref="Instruction.A"/> and <see cref="Instruction.B"/>: the lane or the index of the 128 bits, and the offset.</summary>
    private (int A, long B) ReadSimdImmediates(SimdInstruction instruction)
    {
        switch (instruction.Kind)
        {
            case SimdKind.Load or SimdKind.Store:
                return (0, ReadMemoryArgument(instruction.Width));
            case SimdKind.LoadLane or SimdKind.StoreLane:
                var offset = ReadMemoryArgument(instruction.Width);
                return (ReadLane(instruction.Lanes), offset);
            case SimdKind.ComputeLane:
                return (ReadLane(instruction.Lanes), 0);
            case SimdKind.Constant:
                return (KeepVector(_cursor.ReadFixed128()), 0);
            case SimdKind.Shuffle:
                UInt128 lanes = 0;
                for (var i = 0; i < 16; i++) lanes |= (UInt128)(uint)ReadLane(instruction.Lanes) << (8 * i);
                return (KeepVector(lanes), 0);
            default:
                return (0, 0);
        }
    }

    private int ReadLane(int lanes)
    {
        var at = _cursor.Offset;
        var lane = _cursor.ReadByte();
        return lane < lanes ? lane : throw WasmFormatException.Invalid(Invariant($"There is no lane {lane}, only {lanes} lanes."), at);
    }

    private int KeepVector(UInt128 bits)
    {
        if (!Live || _code is null) return 0;
        _code.Vectors.Add(bits);
        return _code.Vectors.Count - 1;
    }
}

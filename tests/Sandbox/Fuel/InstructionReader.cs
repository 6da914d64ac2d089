using System.Runtime.InteropServices;

namespace Billing.Sandbox.Tests.Fuel;

/// <summary>One instruction of a body.</summary>
/// <param name="Opcode">As in <see cref="FuelModel"/>.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Immediates">Where its immediates begin.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadInstruction(int Opcode, int Start, int Immediates, int End);

/// <summary>Reads the binary format without the engine: numbers, and how long each instruction is.</summary>
internal sealed class InstructionReader(byte[] bytes, int position = 0)
{
    public int Position { get; set; } = position;

    public bool AtEnd => Position >= bytes.Length;

    public byte Byte() => bytes[Position++];

    public uint Unsigned()
    {
        var value = 0u;
        for (var shift = 0; ; shift += 7)
        {
            var part = Byte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    public byte[] Bytes(int count)
    {
        Position += count;
        return bytes[(Position - count)..Position];
    }

    /// <summary>A limit, with its maximum when there is one.</summary>
    public (uint Minimum, uint? Maximum) Limits()
    {
        var hasMaximum = Byte() == 1;
        return (Unsigned(), hasMaximum ? Unsigned() : null);
    }

    public ReadInstruction Instruction()
    {
        var start = Position;
        int opcode = Byte();
        if (opcode is 0xFC or 0xFD) opcode = (opcode << 8) | (int)Unsigned();
        var immediates = Position;
        SkipImmediates(opcode);
        return new ReadInstruction(opcode, start, immediates, Position);
    }

    private void SkipImmediates(int opcode)
    {
        switch (opcode)
        {
            case 0x0E:
                Numbers((int)Unsigned() + 1);
                break;
            case 0x1C:
                Bytes((int)Unsigned());
                break;
            case 0x43:
                Position += 4;
                break;
            case 0x44:
                Position += 8;
                break;
            case 0xFD0C or 0xFD0D:
                Position += 16;
                break;
            default:
                Numbers(NumbersBehind(opcode));
                break;
        }
    }

    // A block type, a constant, an index and a lane are all read like one number.
    private static int NumbersBehind(int opcode) => opcode switch
    {
        >= 0x02 and <= 0x04 => 1,
        0x0C or 0x0D or 0x10 => 1,
        0x11 => 2,
        >= 0x20 and <= 0x26 => 1,
        >= 0x28 and <= 0x3E => 2,
        >= 0x3F and <= 0x42 => 1,
        0xD0 or 0xD2 => 1,
        0xFC09 or 0xFC0B or 0xFC0D or 0xFC0F or 0xFC10 or 0xFC11 => 1,
        0xFC08 or 0xFC0A or 0xFC0C or 0xFC0E => 2,
        <= 0xFD0B and >= 0xFD00 => 2,
        >= 0xFD15 and <= 0xFD22 => 1,
        >= 0xFD54 and <= 0xFD5B => 3,
        0xFD5C or 0xFD5D => 2,
        _ => 0,
    };

    private void Numbers(int count)
    {
        for (; count > 0; count--)
            while (Byte() >= 0x80) { }
    }
}

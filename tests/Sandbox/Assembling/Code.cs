namespace Billing.Sandbox.Tests.Assembling;

/// <summary>Bytes of the binary format, written one after another.</summary>
internal sealed class Code
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public int Length => _bytes.Count;

    public Code Emit(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Code Unsigned(uint value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
        return this;
    }

    public Code Signed(long value)
    {
        while (value is < -64 or > 63)
        {
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)(value & 0x7F));
        return this;
    }

    public Code I32(int value) => Emit(Op.I32Const).Signed(value);

    public Code I64(long value) => Emit(Op.I64Const).Signed(value);

    public Code F32(float value) => Emit(Op.F32Const).Emit(BitConverter.GetBytes(value));

    public Code F64(double value) => Emit(Op.F64Const).Emit(BitConverter.GetBytes(value));

    public Code Get(uint local) => Emit(Op.LocalGet).Unsigned(local);

    public Code Set(uint local) => Emit(Op.LocalSet).Unsigned(local);

    public Code Call(uint function) => Emit(Op.Call).Unsigned(function);

    public Code Br(uint label) => Emit(Op.Br).Unsigned(label);

    public Code BrIf(uint label) => Emit(Op.BrIf).Unsigned(label);

    public Code Block(byte type = Op.EmptyBlock) => Emit(Op.Block, type);

    public Code Loop(byte type = Op.EmptyBlock) => Emit(Op.Loop, type);

    public Code If(byte type = Op.EmptyBlock) => Emit(Op.If, type);

    public Code Else() => Emit(Op.Else);

    public Code End() => Emit(Op.End);

    /// <summary>A load or store, unaligned.</summary>
    public Code Access(byte opcode, uint offset = 0) => Emit(opcode, 0).Unsigned(offset);

    public Code Repeat(int times, Action<Code> part)
    {
        for (var i = 0; i < times; i++) part(this);
        return this;
    }

    public Code Name(string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name);
        return Unsigned((uint)bytes.Length).Emit(bytes);
    }
}

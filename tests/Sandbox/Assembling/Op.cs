namespace Billing.Sandbox.Tests.Assembling;

/// <summary>Opcodes by the names of the text format.</summary>
internal static class Op
{
    public const byte Unreachable = 0x00;
    public const byte Nop = 0x01;
    public const byte Block = 0x02;
    public const byte Loop = 0x03;
    public const byte If = 0x04;
    public const byte Else = 0x05;
    public const byte End = 0x0B;
    public const byte Br = 0x0C;
    public const byte BrIf = 0x0D;
    public const byte BrTable = 0x0E;
    public const byte Return = 0x0F;
    public const byte Call = 0x10;
    public const byte CallIndirect = 0x11;
    public const byte Drop = 0x1A;
    public const byte Select = 0x1B;
    public const byte LocalGet = 0x20;
    public const byte LocalSet = 0x21;
    public const byte LocalTee = 0x22;
    public const byte GlobalGet = 0x23;
    public const byte GlobalSet = 0x24;
    public const byte TableGet = 0x25;
    public const byte TableSet = 0x26;
    public const byte I32Load = 0x28;
    public const byte I64Load = 0x29;
    public const byte I32Load8U = 0x2D;
    public const byte I32Store = 0x36;
    public const byte I64Store = 0x37;
    public const byte I32Store8 = 0x3A;
    public const byte MemorySize = 0x3F;
    public const byte MemoryGrow = 0x40;
    public const byte I32Const = 0x41;
    public const byte I64Const = 0x42;
    public const byte F32Const = 0x43;
    public const byte F64Const = 0x44;
    public const byte I32Eqz = 0x45;
    public const byte I32Eq = 0x46;
    public const byte I32LtS = 0x48;
    public const byte I32Add = 0x6A;
    public const byte I32Sub = 0x6B;
    public const byte I32Mul = 0x6C;
    public const byte I32DivS = 0x6D;
    public const byte I32DivU = 0x6E;
    public const byte I32RemS = 0x6F;
    public const byte I64Add = 0x7C;
    public const byte I64Mul = 0x7E;
    public const byte F32Div = 0x95;
    public const byte F64Neg = 0x9A;
    public const byte F64Sqrt = 0x9F;
    public const byte F64Div = 0xA3;
    public const byte RefNull = 0xD0;
    public const byte RefFunc = 0xD2;
    public const byte Prefix = 0xFC;
    public const byte Simd = 0xFD;

    /// <summary>Second bytes after <see cref="Prefix"/>.</summary>
    public static class Bulk
    {
        public const byte MemoryInit = 8;
        public const byte DataDrop = 9;
        public const byte MemoryCopy = 10;
        public const byte MemoryFill = 11;
        public const byte TableCopy = 14;
        public const byte TableGrow = 15;
        public const byte TableSize = 16;
        public const byte TableFill = 17;
    }

    public const byte EmptyBlock = 0x40;
    public const byte I32 = 0x7F;
    public const byte I64 = 0x7E;
    public const byte F32 = 0x7D;
    public const byte F64 = 0x7C;
    public const byte V128 = 0x7B;
    public const byte FuncRef = 0x70;
    public const byte ExternRef = 0x6F;
}

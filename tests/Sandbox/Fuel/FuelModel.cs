namespace Billing.Sandbox.Tests.Fuel;

/// <summary>
/// What the fuel model, version 1, says an instruction costs, written down from its text and not from the engine: 1, but nothing for <c>nop</c>, <c>drop</c>, <c>block</c>, <c>loop</c>,
/// <c>unreachable</c>, <c>return</c>, <c>else</c> and <c>end</c>; and more by the operand of those that work on ranges.
/// </summary>
internal static class FuelModel
{
    public const long FunctionEntry = 1;
    public const long GrownPage = 1_024;
    public const long BytesForOne = 64;

    /// <summary>unreachable, nop, block, loop, else, end, return, drop.</summary>
    private static readonly int[] Free = [0x00, 0x01, 0x02, 0x03, 0x05, 0x0B, 0x0F, 0x1A];

    /// <param name="opcode">The byte, or for the groups 0xFC and 0xFD the prefix and the number after it in 16 bits.</param>
    public static long CostOf(int opcode) => Free.Contains(opcode) ? 0 : 1;

    /// <summary>memory.init, memory.copy, memory.fill.</summary>
    public static bool IsPaidByTheByte(int opcode) => opcode is 0xFC08 or 0xFC0A or 0xFC0B;

    /// <summary>table.init, table.copy, table.fill.</summary>
    public static bool IsPaidByTheElement(int opcode) => opcode is 0xFC0C or 0xFC0E or 0xFC11;
}

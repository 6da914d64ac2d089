using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Compilation;

/// <summary>
/// The call stack as it is counted: from the module alone, so that the limit is met at the same call on every machine. Frames and bytes left travel in one
/// 64-bit argument, frames in the upper half; either half running out sets its sign bit.
/// </summary>
internal static class StackAccount
{
    private const int BytesPerFrame = 64;
    private const int BytesPerSlot = 8;

    // Temporaries of the methods that the JIT may inline for one.
    private const long BytesPerSimdInstruction = 128;

    public const long ExhaustedMask = unchecked((long)0x8000_0000_8000_0000);

    public static long Pack(int frames, int bytes) => ((long)frames << 32) | (uint)bytes;

    public static int FrameBytes(FunctionCode code) => BytesPerFrame + (BytesPerSlot * Slots(code));

    /// <summary>
    /// What the machine may really take for a frame, at most: temporaries of the JIT by instruction, and homes of locals. Only to decide how the real stack
    /// is guarded; it never decides whether a call is within its limit.
    /// </summary>
    public static long MachineBytes(FunctionCode code) => 64 + (24L * code.Instructions.Count) + (BytesPerSimdInstruction * code.SimdInstructions) + (16L * Slots(code));

    // A v128 takes two.
    private static int Slots(FunctionCode code)
    {
        var slots = code.Locals.Count + code.OperandSlots;
        foreach (var local in code.Locals)
            if (local == WasmType.V128) slots++;
        return slots;
    }
}

using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Compilation;

/// <summary>
/// The call stack as it is counted: from the module alone, so that the limit is met at the same call on every machine. Frames and bytes left travel in one
/// 32-bit argument: bytes by eights in its lower part, frames in its upper part. Either part running out sets the bit above it.
/// </summary>
internal static class StackAccount
{
    /// <summary>The most frames a call can be allowed; <see cref="StackGuard"/> counts on it.</summary>
    public const int MostFrames = 1_000;

    /// <summary>The most bytes a call can be allowed.</summary>
    public const int MostBytes = 1 << 20;

    private const int BytesPerFrame = 64;
    private const int BytesPerSlot = 8;
    private const int FrameShift = 19;

    // What the JIT makes for each: a temporary for what it computes, and those of the methods that it inlines. A call's operands are each moved by themselves,
    // and the JIT gives every one of them a home.
    private const long MachineBytesPerInstruction = 24;
    private const long MachineBytesPerSimdInstruction = 128;
    private const long MachineBytesPerCall = 160;
    private const long MachineBytesPerCallOperand = 24;
    private const long MachineBytesPerSlot = 16;

    public const int ExhaustedMask = int.MinValue | (1 << (FrameShift - 1));

    /// <summary>What a call begins with.</summary>
    public static int Limit(int frames, int bytes) => Pack(Math.Clamp(frames, 0, MostFrames), Math.Clamp(bytes, 0, MostBytes));

    /// <summary>What one frame takes.</summary>
    public static int Cost(FunctionCode code) => Pack(1, Math.Min(FrameBytes(code), MostBytes + BytesPerSlot));

    public static int FrameBytes(FunctionCode code) => BytesPerFrame + (BytesPerSlot * Slots(code));

    /// <summary>
    /// What the machine may really take for a frame, at most. Only to decide how the real stack is guarded; it never decides whether a call is within its limit.
    /// </summary>
    public static long MachineBytes(FunctionCode code) =>
        BytesPerFrame
        + (MachineBytesPerInstruction * code.Instructions.Count)
        + (MachineBytesPerSimdInstruction * code.SimdInstructions)
        + (MachineBytesPerCall * code.Calls)
        + (MachineBytesPerCallOperand * code.CallOperands)
        + (MachineBytesPerSlot * Slots(code));

    private static int Pack(int frames, int bytes) => (frames << FrameShift) | (bytes / BytesPerSlot);

    // A v128 takes two.
    private static int Slots(FunctionCode code)
    {
        var slots = code.Locals.Count + code.OperandSlots;
        foreach (var local in code.Locals)
            if (local == WasmType.V128) slots++;
        return slots;
    }
}

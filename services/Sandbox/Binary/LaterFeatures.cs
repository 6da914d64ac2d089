namespace Billing.Sandbox.Binary;

/// <summary>
/// What came after WebAssembly 2.0, told by its bytes: the names that refusals give. A byte stands here only when a feature gives it a meaning; every other is malformed.
/// </summary>
internal static class LaterFeatures
{
    public const string ComponentModel = "the component model";
    public const string ExtendedConstants = "extended constant expressions";
    public const string Memory64 = "64-bit memories or tables";
    public const string MultipleMemories = "multiple memories";
    public const string PageSizes = "custom page sizes";
    public const string SharedMemory = "threads (a shared memory)";
    public const string Tag = "exception handling (a tag)";
    public const string TagSection = "exception handling (a tag section)";
    public const string TableInitialiser = "typed function references (a table with an initialiser)";
    public const string TypedReference = "typed function references";

    private const string ExceptionHandling = "exception handling";
    private const string GarbageCollection = "garbage collection";
    private const string Strings = "string references";
    private const string StackSwitching = "stack switching";

    /// <param name="opcode">The first byte of an instruction.</param>
    public static string? OfInstruction(byte opcode) => opcode switch
    {
        >= 0x06 and <= 0x0A or 0x18 or 0x19 or 0x1F => ExceptionHandling,
        0x12 or 0x13 => "tail calls",
        0x14 or 0x15 or 0xD4 or 0xD5 or 0xD6 => TypedReference,
        0xD3 => GarbageCollection,
        >= 0xE0 and <= 0xE6 => StackSwitching,
        0xFE => "threads (atomic instructions)",
        _ => null,
    };

    /// <param name="number">What follows 0xFB.</param>
    public static string OfReferenceInstruction(uint number) => number is >= 0x80 and < 0xC0 ? Strings : GarbageCollection;

    /// <param name="number">What follows 0xFC.</param>
    public static string? OfNumericInstruction(uint number) => number switch
    {
        0x12 => "memory control",
        >= 0x13 and <= 0x16 => "wide arithmetic",
        0x30 or 0x31 => "half precision",
        _ => null,
    };

    /// <param name="number">What follows 0xFD.</param>
    public static string? OfVectorInstruction(uint number) => number switch
    {
        >= 0x100 and < 0x120 => "relaxed SIMD",
        >= 0x120 and < 0x160 => "half precision",
        _ => null,
    };

    /// <param name="code">The first byte of a value type.</param>
    public static string? OfValueType(byte code) => code switch
    {
        0x63 or 0x64 => TypedReference,
        0x69 or 0x74 => ExceptionHandling,
        0x68 or 0x75 => StackSwitching,
        0x61 or 0x62 or 0x66 or 0x67 => Strings,
        0x65 => "shared-everything threads",
        >= 0x6A and <= 0x6E or (>= 0x71 and <= 0x73) => GarbageCollection,
        _ => null,
    };

    /// <param name="form">The first byte of a type in the type section.</param>
    public static string? OfTypeForm(byte form) => form switch
    {
        0x4E or 0x4F or 0x50 or 0x5E or 0x5F => GarbageCollection,
        0x5D => StackSwitching,
        0x4C or 0x4D => "custom descriptors",
        0x65 => "shared-everything threads",
        _ => null,
    };
}

using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

/// <summary>What is not of WebAssembly 2.0 is refused with the name of the feature and the byte offset; what no feature explains is invalid.</summary>
internal abstract partial class WasmEngineContract
{
    // Sections: id and content, the sizes are written by the test. The first content begins at offset 10.
    [TestCase("0D 00", 8, "exception handling", Description = "a tag section")]
    [TestCase("01 01600000|0D 010000", 14, "exception handling", Description = "a tag")]
    [TestCase("01 01600000|02 010000040000", 19, "exception handling", Description = "an imported tag")]
    [TestCase("07 01000400", 12, "exception handling", Description = "an exported tag")]
    [TestCase("01 0160016900", 13, "exception handling", Description = "exnref")]
    [TestCase("05 01030101", 11, "threads", Description = "a shared memory")]
    [TestCase("02 0100000203010100", 14, "threads", Description = "an imported shared memory")]
    [TestCase("05 010401", 11, "64-bit", Description = "a 64-bit memory")]
    [TestCase("05 01050101", 11, "64-bit", Description = "a 64-bit memory with a largest size")]
    [TestCase("05 010480808080808001", 11, "64-bit", Description = "a size of more than 32 bits")]
    [TestCase("04 01700401", 12, "64-bit", Description = "a 64-bit table")]
    [TestCase("05 01080100", 11, "custom page sizes")]
    [TestCase("05 0200010001", 13, "multiple memories")]
    [TestCase("02 010000020001|05 010001", 19, "multiple memories", Description = "one imported, one defined")]
    [TestCase("01 015F00", 11, "garbage collection", Description = "a structure")]
    [TestCase("01 015E7F00", 11, "garbage collection", Description = "an array")]
    [TestCase("01 014E01600000", 11, "garbage collection", Description = "a group of recursive types")]
    [TestCase("01 015D00", 11, "stack switching", Description = "a continuation")]
    [TestCase("01 016001640000", 13, "typed function references")]
    [TestCase("01 016001630000", 13, "typed function references")]
    [TestCase("01 0160016E00", 13, "garbage collection", Description = "anyref")]
    [TestCase("01 0160016700", 13, "string references", Description = "stringref")]
    [TestCase("01 0160016800", 13, "stack switching", Description = "contref")]
    [TestCase("04 014000700000D0700B", 11, "a table with an initialiser")]
    [TestCase("06 017F00410141026A0B", 17, "extended constant expressions")]
    [TestCase("06 016F00FB82010B", 13, "string references", Description = "a string constant")]
    [TestCase("06 017000FB1C0B", 13, "garbage collection", Description = "a constant of 31 bits")]
    public void A_later_feature_of_modules_is_refused_by_its_name(string sections, long offset, string feature)
    {
        var error = Refusal(WithSections(sections));
        error.Code.ShouldBe(WasmErrorCodes.Unsupported, error.Message);
        error.Message.ShouldContain(feature);
        error.Offset.ShouldBe(offset);
    }

    [Test]
    public void A_component_is_refused_by_name()
    {
        var error = Refusal(Convert.FromHexString("0061736D0D000100"));
        error.Code.ShouldBe(WasmErrorCodes.Unsupported);
        error.Message.ShouldContain("the component model");
        error.Offset.ShouldBe(4);
    }

    [TestCase("06", "exception handling", Description = "try")]
    [TestCase("07", "exception handling", Description = "catch")]
    [TestCase("08", "exception handling", Description = "throw")]
    [TestCase("09", "exception handling", Description = "rethrow")]
    [TestCase("0A", "exception handling", Description = "throw_ref")]
    [TestCase("18", "exception handling", Description = "delegate")]
    [TestCase("19", "exception handling", Description = "catch_all")]
    [TestCase("1F", "exception handling", Description = "try_table")]
    [TestCase("12", "tail calls", Description = "return_call")]
    [TestCase("13", "tail calls", Description = "return_call_indirect")]
    [TestCase("14", "typed function references", Description = "call_ref")]
    [TestCase("15", "typed function references", Description = "return_call_ref")]
    [TestCase("D4", "typed function references", Description = "ref.as_non_null")]
    [TestCase("D5", "typed function references", Description = "br_on_null")]
    [TestCase("D6", "typed function references", Description = "br_on_non_null")]
    [TestCase("D3", "garbage collection", Description = "ref.eq")]
    [TestCase("FB00", "garbage collection", Description = "struct.new")]
    [TestCase("FB1E", "garbage collection", Description = "i31.get_u")]
    [TestCase("FB8001", "string references", Description = "string.new_utf8")]
    [TestCase("E000", "stack switching", Description = "cont.new")]
    [TestCase("E6", "stack switching")]
    [TestCase("FE03", "threads", Description = "atomic.fence")]
    [TestCase("FE10", "threads", Description = "i32.atomic.load")]
    [TestCase("FC12", "memory control", Description = "memory.discard")]
    [TestCase("FC13", "wide arithmetic", Description = "i64.add128")]
    [TestCase("FC16", "wide arithmetic", Description = "i64.mul_wide_u")]
    [TestCase("FC30", "half precision", Description = "f32.load_f16")]
    [TestCase("FD8002", "relaxed SIMD", Description = "i8x16.relaxed_swizzle")]
    [TestCase("FD9302", "relaxed SIMD", Description = "i32x4.relaxed_dot_i8x16_i7x16_add_s")]
    [TestCase("FDA002", "half precision", Description = "f16x8.splat")]
    public void A_later_instruction_is_refused_by_the_name_of_its_feature(string hex, string feature)
    {
        var error = Refusal(WithBody("01" + hex));
        error.Code.ShouldBe(WasmErrorCodes.Unsupported, error.Message);
        error.Message.ShouldContain(feature);
        error.Offset.ShouldBe(BodyOffset + 1, "the offset of the instruction behind the nop");
    }

    [Test]
    public void A_null_of_a_function_type_of_its_own_is_refused_by_name()
    {
        var error = Refusal(WithBody("D0001A"));
        (error.Code, error.Offset).ShouldBe((WasmErrorCodes.Unsupported, BodyOffset + 1));
        Refusal(WithBody("D0011A")).Code.ShouldBe(WasmErrorCodes.Invalid);
    }

    [TestCase("0D", Description = "a tag section without a count")]
    [TestCase("0D 01", Description = "a tag that is missing")]
    [TestCase("0D 010000", Description = "a tag without a type")]
    [TestCase("0D 0000", Description = "more than the tags")]
    [TestCase("0E 0100", Description = "no such section")]
    [TestCase("05 010801", Description = "a page size that is missing")]
    [TestCase("05 010201", Description = "shared without a largest size")]
    [TestCase("05 01100100", Description = "no such flag")]
    [TestCase("05 010480", Description = "a size of 64 bits that is cut off")]
    [TestCase("04 0170080000", Description = "a table has no pages")]
    [TestCase("01 0160017600", Description = "no such type")]
    [TestCase("01 015100", Description = "no such form of a type")]
    public void What_only_looks_like_a_later_feature_is_invalid(string sections) => Refusal(WithSections(sections)).Code.ShouldBe(WasmErrorCodes.Invalid);

    [TestCase("0061736D0D000000", Description = "a version without a layer")]
    [TestCase("0061736D00000100", Description = "a layer without a version")]
    public void A_version_that_is_none_is_invalid(string hex) => Refusal(Convert.FromHexString(hex)).Code.ShouldBe(WasmErrorCodes.Invalid);

    [TestCase("FF")]
    [TestCase("16")]
    [TestCase("1D")]
    [TestCase("27")]
    [TestCase("C5")]
    [TestCase("D7")]
    [TestCase("E7")]
    [TestCase("FA")]
    [TestCase("FC17")]
    [TestCase("FC32")]
    [TestCase("FDE002")]
    public void What_is_no_instruction_of_any_feature_is_invalid(string hex) => Refusal(WithBody(hex)).Code.ShouldBe(WasmErrorCodes.Invalid);

    [TestCase("3F011A", 1, Description = "memory.size")]
    [TestCase("410040011A", 3, Description = "memory.grow")]
    [TestCase("41002842010000", 3, Description = "i32.load, its alignment marked as followed by a memory")]
    public void An_instruction_that_names_another_memory_than_the_only_one_is_invalid(string hex, int at)
    {
        var error = Refusal(WithBody(hex));
        (error.Code, error.Offset).ShouldBe((WasmErrorCodes.Invalid, BodyOffset + at));
        error.Message.ShouldContain("memor");
    }

    // A module of one memory and one function: its instructions begin at BodyOffset.
    private static byte[] WithBody(string hex) => WithSections($"01 01600000|03 0100|05 010001|0A 01{hex.Length / 2 + 2:X2}00{hex}0B");

    private const int BodyOffset = 8 + 6 + 4 + 5 + 5;

    private static byte[] WithSections(string sections)
    {
        var module = new Code().Emit(0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0);
        foreach (var section in sections.Split('|'))
        {
            var content = Convert.FromHexString(section[2..].Trim());
            module.Emit(Convert.FromHexString(section[..2])).Unsigned((uint)content.Length).Emit(content);
        }

        return module.ToArray();
    }
}

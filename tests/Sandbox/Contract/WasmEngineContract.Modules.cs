using System.Security.Cryptography;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

internal abstract partial class WasmEngineContract
{
    [Test]
    public void A_module_tells_its_hash_imports_and_exports()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("env", "abort", [Op.I32, Op.I64], None);
        builder.Function(OneI32, [Op.F64], code => code.F64(1.5), "run");
        builder.Memory(1);
        var bytes = builder.Build();
        var module = Compile(bytes);
        module.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var import = module.Imports.ShouldHaveSingleItem();
        (import.Module, import.Name, import.Kind).ShouldBe(("env", "abort", WasmExternalKind.Function));
        import.Signature!.Parameters.ShouldBe([WasmType.I32, WasmType.I64]);
        import.Signature.Results.ShouldBeEmpty();
        module.Exports.Select(export => (export.Name, export.Kind)).ShouldBe([("run", WasmExternalKind.Function), ("memory", WasmExternalKind.Memory)]);
        module.Exports[0].Signature!.Results.ShouldBe([WasmType.F64]);
    }

    [Test]
    public void The_same_bytes_give_the_same_compiled_module()
    {
        var builder = Module(None, OneI32, code => code.I32(11));
        Compile(builder).ShouldBeSameAs(Compile(builder));
    }

    [TestCase("", 0, TestName = "Nothing_at_all_is_not_a_module")]
    [TestCase("7B2261223A317D00", 0, TestName = "A_document_is_not_a_module")]
    [TestCase("0061736D02000000", 4, TestName = "Another_version_is_not_a_module")]
    [TestCase("0061736D0100000001", 9, TestName = "A_section_without_a_size_is_refused")]
    [TestCase("0061736D0100000001050160", 9, TestName = "A_section_that_is_cut_off_is_refused")]
    public void A_malformed_module_is_refused_with_the_offset(string hex, long offset)
    {
        var error = Refusal(Convert.FromHexString(hex));
        error.Code.ShouldBe(WasmErrorCodes.Invalid);
        error.Offset.ShouldBe(offset);
    }

    [Test]
    public void A_body_that_leaves_the_wrong_type_is_refused()
    {
        var bytes = Module(None, OneI32, code => code.I64(1)).Build();
        var error = Refusal(bytes);
        error.Code.ShouldBe(WasmErrorCodes.Invalid);
        error.Offset.ShouldBe(bytes.Length - 1);
    }

    [Test]
    public void A_memory_access_without_a_memory_is_refused() =>
        Refusal(Module(None, OneI32, code => code.I32(0).Access(Op.I32Load)).Build()).Code.ShouldBe(WasmErrorCodes.Invalid);

    [Test]
    public void A_branch_to_a_label_that_is_not_there_is_refused() =>
        Refusal(Module(None, None, code => code.Br(7)).Build()).Code.ShouldBe(WasmErrorCodes.Invalid);

    [TestCase("0061736D010000000403017002", Description = "a table cannot be shared")]
    [TestCase("0061736D01000000040501700300FF", Description = "a table cannot be shared")]
    [TestCase("0061736D0100000005030102" + "00", Description = "a shared memory without a largest size")]
    [TestCase("0061736D010000000206010000060000", Description = "no such kind of import")]
    [TestCase("0061736D01000000020501000004" + "00", Description = "half a tag")]
    [TestCase("0061736D0100000001040160000003020100" + "0A0C010A02FFFFFFFF0F7F027E0B", Description = "more locals than can be counted")]
    public void What_no_feature_explains_is_invalid(string hex) => Refusal(Convert.FromHexString(hex)).Code.ShouldBe(WasmErrorCodes.Invalid);

    [Test]
    public void Every_prefix_of_a_module_is_refused_as_a_value()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("env", "abort", OneI32, None);
        builder.Function(OneI32, OneI32, code => code.Block().Get(0).BrIf(0).I32(3).Set(0).End().Get(0), "run");
        builder.Memory(1, 2).Data(4, 1, 2, 3);
        var bytes = builder.Build();
        for (var length = 0; length < bytes.Length; length++)
        {
            var result = _engine.Compile(bytes.AsMemory(0, length));
            if (result.Error is not null) result.Error.Code.ShouldBe(WasmErrorCodes.Invalid, $"cut at {length}");
        }
    }
}

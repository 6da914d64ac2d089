using Billing.Sandbox.Engine;
using Billing.Sandbox.Spec;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests;

/// <summary>The runner of the official suite tells right from wrong.</summary>
[TestFixture]
internal sealed class SpecSuiteTests
{
    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });
    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("spec-suite-").FullName;
        var builder = new ModuleBuilder();
        var print = builder.ImportFunction("spectest", "print_i32", [Op.I32], []);
        builder.Function([Op.I32, Op.I32], [Op.I32], code => code.Get(0).Call(print).Get(0).Get(1).Emit(Op.I32DivS), "divide");
        builder.Function([], [Op.F32], code => code.F32(0).F32(0).Emit(Op.F32Div), "nan");
        builder.Global(Op.I64, mutable: false, code => code.I64(-2), "minus_two");
        File.WriteAllBytes(Path.Combine(_folder, "m.0.wasm"), builder.Build());
        var user = new ModuleBuilder();
        var divide = user.ImportFunction("M", "divide", [Op.I32, Op.I32], [Op.I32]);
        user.Function([], [Op.I32], code => code.I32(84).I32(2).Call(divide), "half");
        File.WriteAllBytes(Path.Combine(_folder, "m.1.wasm"), user.Build());
        File.WriteAllBytes(Path.Combine(_folder, "m.2.wasm"), [0, 0x61, 0x73, 0x6D, 2, 0, 0, 0]);
        var simd = new ModuleBuilder();
        simd.Function([Op.V128], [], _ => { }, "f");
        File.WriteAllBytes(Path.Combine(_folder, "m.3.wasm"), simd.Build());
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [Test]
    public void Commands_that_hold_pass()
    {
        var report = Run(
            """{"type":"module","line":1,"name":"$m","filename":"m.0.wasm"}""",
            """{"type":"assert_return","line":2,"action":{"type":"invoke","field":"divide","args":[{"type":"i32","value":"4294967292"},{"type":"i32","value":"2"}]},"expected":[{"type":"i32","value":"4294967294"}]}""",
            """{"type":"assert_return","line":3,"action":{"type":"invoke","field":"nan","args":[]},"expected":[{"type":"f32","value":"nan:canonical"}]}""",
            """{"type":"assert_return","line":4,"action":{"type":"get","field":"minus_two"},"expected":[{"type":"i64","value":"18446744073709551614"}]}""",
            """{"type":"assert_trap","line":5,"action":{"type":"invoke","field":"divide","args":[{"type":"i32","value":"1"},{"type":"i32","value":"0"}]},"text":"integer divide by zero"}""",
            """{"type":"assert_malformed","line":6,"filename":"m.2.wasm","text":"unknown binary version","module_type":"binary"}""",
            """{"type":"assert_malformed","line":7,"filename":"m.9.wat","text":"unexpected token","module_type":"text"}""",
            """{"type":"assert_unlinkable","line":8,"filename":"m.1.wasm","text":"unknown import","module_type":"binary"}""",
            """{"type":"register","line":9,"name":"$m","as":"M"}""",
            """{"type":"module","line":10,"filename":"m.1.wasm"}""",
            """{"type":"assert_return","line":11,"action":{"type":"invoke","field":"half","args":[]},"expected":[{"type":"i32","value":"42"}]}""",
            """{"type":"module","line":12,"filename":"m.3.wasm"}""",
            """{"type":"assert_return","line":13,"action":{"type":"invoke","field":"f","args":[]},"expected":[]}""");
        report.Failures.ShouldBeEmpty();
        (report.File, report.Passed, report.SkippedText, report.SkippedUnsupported).ShouldBe(("m.json", 10, 1, 2));
    }

    [Test]
    public void Commands_that_do_not_hold_are_reported_with_their_lines()
    {
        var report = Run(
            """{"type":"module","line":1,"filename":"m.0.wasm"}""",
            """{"type":"assert_return","line":2,"action":{"type":"invoke","field":"divide","args":[{"type":"i32","value":"9"},{"type":"i32","value":"3"}]},"expected":[{"type":"i32","value":"4"}]}""",
            """{"type":"assert_trap","line":3,"action":{"type":"invoke","field":"divide","args":[{"type":"i32","value":"1"},{"type":"i32","value":"0"}]},"text":"unreachable"}""",
            """{"type":"assert_invalid","line":4,"filename":"m.0.wasm","text":"type mismatch","module_type":"binary"}""",
            """{"type":"assert_exhaustion","line":5,"action":{"type":"invoke","field":"nan","args":[]},"text":"call stack exhausted"}""");
        report.Passed.ShouldBe(1);
        report.Failures.Select(failure => failure.Split(',')[0]).ShouldBe(["line 2", "line 3", "line 4", "line 5"]);
    }

    private SpecReport Run(params string[] commands)
    {
        File.WriteAllText(Path.Combine(_folder, "m.json"), $$"""{"source_filename":"m.wast","commands":[{{string.Join(',', commands)}}]}""");
        return SpecSuite.RunFolderAsync(_engine, _folder).GetAwaiter().GetResult().ShouldHaveSingleItem();
    }
}

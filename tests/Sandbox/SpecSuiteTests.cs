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

        // A tag section, which exception handling brings: refused by design.
        File.WriteAllBytes(Path.Combine(_folder, "m.3.wasm"), Convert.FromHexString("0061736D01000000" + "0D0100"));
        var vectors = new ModuleBuilder();
        vectors.Function([Op.V128, Op.V128], [Op.V128], code => code.Get(0).Get(1).Emit(Op.Simd).Unsigned(0xE7), "f32x4.div");
        File.WriteAllBytes(Path.Combine(_folder, "m.4.wasm"), vectors.Build());
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
            """{"type":"assert_return","line":12,"action":{"type":"invoke","field":"half","args":[]},"either":[{"type":"i32","value":"41"},{"type":"i32","value":"42"}]}""",
            """{"type":"assert_trap","line":13,"action":{"type":"invoke","module":"$m","field":"divide","args":[{"type":"i32","value":"1"},{"type":"i32","value":"0"}]},"text":"integer divide by zero (in the middle)"}""");
        report.Failures.ShouldBeEmpty();
        report.Refused.ShouldBeEmpty();
        (report.File, report.Passed, report.SkippedText).ShouldBe(("m.json", 12, 1));
    }

    [Test]
    public void What_depends_on_a_refused_feature_is_counted_by_the_refusal()
    {
        var report = Run(
            """{"type":"module","line":1,"name":"$tagged","filename":"m.3.wasm"}""",
            """{"type":"assert_return","line":2,"action":{"type":"invoke","field":"f","args":[]},"expected":[]}""",
            """{"type":"register","line":3,"name":"$tagged","as":"M"}""",
            """{"type":"module","line":4,"filename":"m.1.wasm"}""",
            """{"type":"module","line":5,"filename":"m.0.wasm"}""",
            """{"type":"assert_return","line":6,"action":{"type":"invoke","module":"$tagged","field":"f","args":[]},"expected":[]}""",
            """{"type":"assert_invalid","line":7,"filename":"m.3.wasm","text":"type mismatch","module_type":"binary"}""",
            """{"type":"assert_unlinkable","line":8,"filename":"m.3.wasm","text":"unknown import","module_type":"binary"}""",
            """{"type":"assert_exception","line":9,"action":{"type":"invoke","module":"$tagged","field":"f","args":[]}}""");
        report.Failures.ShouldBeEmpty();
        report.Passed.ShouldBe(1);
        var (refusal, commands) = report.Refused.ShouldHaveSingleItem();
        refusal.ShouldContain("exception handling");
        commands.ShouldBe(8);
    }

    [Test]
    public void A_refusal_holds_where_the_feature_is_the_defect_that_the_script_names()
    {
        File.WriteAllBytes(Path.Combine(_folder, "m.5.wasm"), Convert.FromHexString("0061736D01000000" + "05050200010001"));
        var report = Run(
            """{"type":"assert_invalid","line":1,"filename":"m.5.wasm","text":"multiple memories","module_type":"binary"}""",
            """{"type":"assert_invalid","line":2,"filename":"m.5.wasm","text":"type mismatch","module_type":"binary"}""");
        report.Failures.ShouldBeEmpty();
        (report.Passed, report.SkippedRefused).ShouldBe((1, 1));
    }

    [Test]
    public void Commands_that_do_not_hold_are_reported_with_their_lines()
    {
        var report = Run(
            """{"type":"module","line":1,"filename":"m.0.wasm"}""",
            """{"type":"assert_return","line":2,"action":{"type":"invoke","field":"divide","args":[{"type":"i32","value":"9"},{"type":"i32","value":"3"}]},"expected":[{"type":"i32","value":"4"}]}""",
            """{"type":"assert_trap","line":3,"action":{"type":"invoke","field":"divide","args":[{"type":"i32","value":"1"},{"type":"i32","value":"0"}]},"text":"unreachable"}""",
            """{"type":"assert_invalid","line":4,"filename":"m.0.wasm","text":"type mismatch","module_type":"binary"}""",
            """{"type":"assert_exhaustion","line":5,"action":{"type":"invoke","field":"nan","args":[]},"text":"call stack exhausted"}""",
            """{"type":"assert_trap","line":6,"action":{"type":"invoke","field":"divide","args":[{"type":"i32","value":"1"},{"type":"i32","value":"0"}]},"text":"some other words"}""",
            """{"type":"assert_return","line":7,"action":{"type":"invoke","field":"divide","args":[{"type":"i99","value":"1"}]},"expected":[]}""",
            """{"type":"assert_return","line":8,"action":{"type":"invoke","module":"$nobody","field":"divide","args":[]},"expected":[]}""",
            """{"type":"assert_malformed","line":9,"filename":"m.0.wasm","text":"unexpected end","module_type":"binary"}""",
            """{"type":"assert_uninstantiable","line":10,"filename":"m.0.wasm","text":"unreachable","module_type":"binary"}""",
            """{"type":"assert_exception","line":11,"action":{"type":"invoke","field":"nan","args":[]}}""");
        report.Passed.ShouldBe(1);
        report.Failures.Select(failure => failure.Line).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        report.Failures[0].ToString().ShouldBe("line 2, assert_return: expected i32 4 from divide, got i32 3");
    }

    [TestCase("[]")]
    [TestCase("""{"name":"a package"}""")]
    [TestCase("""{"commands":[{"type":"assert_nothing","line":1}]}""")]
    [TestCase("""{"commands":[{"type":"module","line":1,"filename":"absent.wasm"}]}""")]
    [TestCase("""{"commands":[{"type":"assert_return","line":1}]}""")]
    [TestCase("(module)")]
    public void A_file_that_wast2json_did_not_write_is_named(string text)
    {
        var file = Path.Combine(_folder, "m.json");
        File.WriteAllText(file, text);
        var problem = Should.Throw<SpecFormatException>(() => SpecSuite.RunFolderAsync(_engine, _folder));
        problem.File.ShouldBe(file);
        problem.Message.ShouldContain("is not what wast2json writes");
    }

    [Test]
    public void Vectors_are_compared_lane_by_lane()
    {
        const string Divide = """
            {"type":"invoke","field":"f32x4.div","args":[
                {"type":"v128","lane_type":"f32","value":["0","1065353216","3212836864","1082130432"]},
                {"type":"v128","lane_type":"i16","value":["0","0","0","0","0","0","0","16384"]}]}
            """;
        var report = Run(
            """{"type":"module","line":1,"filename":"m.4.wasm"}""",
            $$"""{"type":"assert_return","line":2,"action":{{Divide}},"expected":[{"type":"v128","lane_type":"f32","value":["nan:canonical","2139095040","4286578688","1073741824"]}]}""",
            $$"""{"type":"assert_return","line":3,"action":{{Divide}},"expected":[{"type":"v128","lane_type":"f32","value":["nan:arithmetic","2139095040","4286578688","1073741824"]}]}""",
            $$"""{"type":"assert_return","line":4,"action":{{Divide}},"expected":[{"type":"v128","lane_type":"i64","value":["9187343241979101184","4611686022713966592"]}]}""",
            $$"""{"type":"assert_return","line":5,"action":{{Divide}},"expected":[{"type":"v128","lane_type":"f32","value":["0","2139095040","4286578688","1073741824"]}]}""",
            $$"""{"type":"assert_return","line":6,"action":{{Divide}},"expected":[{"type":"v128","lane_type":"f32","value":["nan:canonical","2139095040","4286578688","nan:canonical"]}]}""");
        report.Passed.ShouldBe(4);
        report.Failures.Select(failure => failure.Line).ShouldBe([5, 6]);
    }

    private SpecReport Run(params string[] commands)
    {
        File.WriteAllText(Path.Combine(_folder, "m.json"), $$"""{"source_filename":"m.wast","commands":[{{string.Join(',', commands)}}]}""");
        return SpecSuite.RunFolderAsync(_engine, _folder).GetAwaiter().GetResult().ShouldHaveSingleItem();
    }
}

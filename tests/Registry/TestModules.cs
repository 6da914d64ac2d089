using Billing.Contracts;

namespace Billing.Registry.Tests;

/// <summary>The smallest modules there are.</summary>
internal static class TestModules
{
    /// <summary>
    /// (module (import "env" "abort" (func (param i32 i32 i32 i32))) (memory (export "memory") 1) (func (export "billing_abi") (result i32) (i32.const 1))
    /// (func (export "alloc") (param i32) (result i32) (i32.const 1024)) (func (export "run") (param i32 i32) (result i64) (i64.const 0)))
    /// </summary>
    private const string Speaks =
        "0061736d0100000001170460047f7f7f7f006000017f60017f017f60027f7f017e020d0103656e760561626f727400000304030102030503010001072604066d656d6f727902000b62696c6c696e675f61626900"
        + "0105616c6c6f6300020372756e00030a1103040041010b05004180080b040042000b";

    /// <summary>A module that speaks the ABI.</summary>
    public static byte[] Wasm { get; } = Convert.FromHexString(Speaks);

    /// <summary>The same with other bytes: an empty custom section named <c>x</c> at the end.</summary>
    public static byte[] OtherWasm { get; } = [.. Wasm, 0x00, 0x02, 0x01, (byte)'x'];

    /// <summary>(module): valid WebAssembly without the ABI's exports.</summary>
    public static byte[] Mute { get; } = Convert.FromHexString("0061736d01000000");

    public static ModuleManifest Producer(string moduleId = "mod.probe", string version = "1.0.0") => new()
    {
        ModuleId = moduleId,
        Name = "Probe",
        Version = version,
        Type = ModuleType.Producer,
        Abi = 1,
        Scope = new("AssignmentPack", "^1.0.0"),
        Requires = new() { Facts = [new PackRequirement { Kind = "PlanPack", VersionRange = "^1.0.0", Fields = ["plan_id"] }] },
    };

    public static ModuleManifest Validator(string version = "1.0.0") => Producer("mod.check", version) with { Type = ModuleType.Validator, Scope = null };
}

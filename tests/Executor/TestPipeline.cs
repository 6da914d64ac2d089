using Billing.Contracts;
using Billing.Rating;
using Billing.Rating.Tests;
using Billing.Sandbox;

namespace Billing.Executor.Tests;

/// <summary>A pipeline of small real modules, one bound to each plan type: <c>flat</c> charges 100 cents, <c>trap</c> traps, <c>spin</c> never ends.</summary>
internal sealed class TestPipeline
{
    private readonly List<byte[]> _modules = [];

    private TestPipeline(PipelineDocument document, List<byte[]> modules)
    {
        _modules = modules;
        (Bytes, Digest) = PipelineBuilder.Serialize(document);
        Document = document;
    }

    public PipelineDocument Document { get; }

    public byte[] Bytes { get; }

    public string Digest { get; }

    public IReadOnlyList<byte[]> Modules => _modules;

    public ModuleRef Flat => Document.Bindings.Single(binding => binding.BindingId == "flat").Module;

    public static TestPipeline Create(IWasmEngine engine, ModuleLimits? limits = null, int flatCents = 100)
    {
        var modules = new List<byte[]>();
        var versions = new List<ModuleVersion>();
        var bindings = new List<Binding>();
        Add("flat", WasmFile.Returning(Charge(flatCents)));
        Add("trap", WasmFile.Trapping());
        Add("spin", WasmFile.Spinning());
        var program = new BillingProgram("program", "1.0.0", [new("producers", StageKind.Producers)], None());
        var resolved = new PipelineResolver(Catalogs.Policies).Resolve(program, bindings, versions);
        return new(PipelineBuilder.Build(resolved, engine.Version, "facts", limits), modules);

        void Add(string planType, byte[] wasm)
        {
            modules.Add(wasm);
            versions.Add(new(Manifest($"mod.{planType}"), Rating.Digest.Of(wasm)));
            bindings.Add(new(planType, new("plan_type", planType), $"mod.{planType}", "^1.0", 0, None()));
        }
    }

    /// <summary>The same pipeline, pinned for another engine.</summary>
    public TestPipeline OnEngine(string version) => new(Document with { EngineVersion = version }, _modules);

    private static string Charge(int cents) => $$"""
        {"charges":[{"line_key":"line-1","charge_type":"recurring","description":"Flat fee","quantity":"1","unit_price":"{{cents}}","net_amount_cents":{{cents}},
        "currency_code":"USD","is_taxable":true,"service_start":"2025-01-01","service_end":"2025-02-01"}]}
        """;

    private static ModuleManifest Manifest(string id) => new()
    {
        ModuleId = id,
        Name = id,
        Version = "1.0.0",
        Type = ModuleType.Producer,
        Abi = 1,
        Requires = new(),
    };

    private static Dictionary<string, string> None() => new(StringComparer.Ordinal);
}

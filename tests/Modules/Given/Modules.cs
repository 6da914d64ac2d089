using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Billing.Modules.Tests;

/// <summary>Modules by name: as they are built, or made of the same sources with a fault in the SDK (<c>tools/sdk/billing-plugin-sdk/tests/faults</c>).</summary>
internal sealed class Modules
{
    private const string Probe = "probe";
    private const string Sdk = "tools/sdk/billing-plugin-sdk/dist/";

    private static readonly ConcurrentDictionary<string, Lazy<FirstPartyModule>> Loaded = new(StringComparer.Ordinal);

    private readonly string? _fault;

    private Modules(string? fault) => _fault = fault;

    public static Modules Sound { get; } = new(null);

    public static Modules With(string fault) => new(fault);

    public ModuleOutput Run(string module, JsonObject document)
    {
        if (_fault is null)
            return Load(module, module == Probe ? Sdk + "probe.wasm" : $"tools/sdk/modules/{module}/build/{module}.wasm").Run(document);
        var faulty = document.DeepClone().AsObject();
        faulty["fault"] = _fault;
        faulty["module"] = module;
        return Load("faulty", Sdk + "faulty.wasm").Run(faulty);
    }

    /// <summary>What helpers of the SDK return: the texts of each call.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Call(params object[] calls) =>
        [.. Run(Probe, Cases(calls)).Root.EnumerateArray().Select(texts => (IReadOnlyList<string>)[.. texts.EnumerateArray().Select(text => text.GetString()!)])];

    /// <summary>Whether helpers fail the whole module rather than return something wrong.</summary>
    public bool Refuse(params object[] calls)
    {
        var document = Cases(calls);
        if (_fault is not null)
        {
            document["fault"] = _fault;
            document["module"] = Probe;
        }

        return (_fault is null ? Load(Probe, Sdk + "probe.wasm") : Load("faulty", Sdk + "faulty.wasm")).Answer(document).Failure is not null;
    }

    public static void Unload()
    {
        foreach (var module in Loaded.Values.Where(module => module.IsValueCreated))
            module.Value.Dispose();
        Loaded.Clear();
    }

    private static JsonObject Cases(object[] calls) => new() { ["cases"] = Documents.Json(calls) };

    private static FirstPartyModule Load(string name, string path) => Loaded.GetOrAdd(name, _ => new Lazy<FirstPartyModule>(() => new FirstPartyModule(name, path))).Value;
}

/// <summary>Modules are compiled once for all tests.</summary>
[SetUpFixture]
public sealed class ModulesOfAllTests
{
    [OneTimeTearDown]
    public void Unload() => Modules.Unload();
}

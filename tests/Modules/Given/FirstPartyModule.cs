using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Rating;
using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Modules.Tests;

/// <summary>One built module of <c>tools/sdk/modules</c> on the engine that bills with it.</summary>
internal sealed class FirstPartyModule : IDisposable
{
    private readonly string _name;
    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });
    private readonly ModuleTrial _trial;

    /// <exception cref="FileNotFoundException">The module was not built.</exception>
    public FirstPartyModule(string name)
        : this(name, $"tools/sdk/modules/{name}/build/{name}.wasm")
    {
    }

    /// <param name="path">Of the file, from the root of the repository.</param>
    /// <exception cref="FileNotFoundException">The module was not built.</exception>
    public FirstPartyModule(string name, string path)
    {
        _name = name;
        var file = RepositoryFolder.Of(path);
        if (!File.Exists(file))
            throw new FileNotFoundException($"Module {name} is not built: run tools/build.", file);
        _trial = new ModuleTrial(_engine, name + "@0.0.0", File.ReadAllBytes(file));
    }

    /// <exception cref="InvalidOperationException">The module failed: properties are about what it makes of sound input.</exception>
    public ModuleOutput Run(JsonObject document)
    {
        var output = Answer(document);
        return output.Failure is { } failure ? throw new InvalidOperationException($"{_name}: {failure} on {document.ToJsonString()}") : output;
    }

    /// <summary>What the module returns, a typed failure too.</summary>
    /// <exception cref="InvalidOperationException">It trapped or broke a limit.</exception>
    public ModuleOutput Answer(JsonObject document)
    {
        var result = _trial.RunAsync(JsonSerializer.SerializeToUtf8Bytes(document)).GetAwaiter().GetResult();
        if (result.Error is { } error)
            throw new InvalidOperationException($"{_name}: {error} on {document.ToJsonString()}");
        using var parsed = JsonDocument.Parse(result.Output!.Value);
        return new ModuleOutput(result.Output.Value, result.Fuel, parsed.RootElement.Clone());
    }

    public void Dispose()
    {
        _trial.Dispose();
        _engine.Dispose();
    }
}

using System.Text.Json;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>How one trial of a module ended.</summary>
/// <param name="Output">The bytes it returned; null when it failed.</param>
/// <param name="Error">What broke the ABI or a limit, or an abort; null when there is an output. A module's own typed failure is an output: <c>{"error":{…}}</c>.</param>
public sealed record ModuleTrialResult(ReadOnlyMemory<byte>? Output, BillingError? Error, long Fuel, long PeakMemoryBytes, TimeSpan Duration);

/// <summary>
/// One module on the engine that bills with it, called with documents: the dry run of authors, and of tests. Ids, limits and checks of a company's rating are not part of it;
/// ABI, fuel and memory are. Safe for many threads.
/// </summary>
public sealed class ModuleTrial : IDisposable
{
    private readonly IWasmEngine _engine;
    private readonly SandboxedModule _module;
    private readonly CallLimits _limits;

    /// <param name="name"><c>module_id@version</c>, for messages.</param>
    /// <param name="asked">Limits of the manifest; null for those of first-party modules.</param>
    /// <exception cref="BillingException"><c>module.invalid</c>, <c>module.unsupported</c>, <c>module.import_refused</c>, <c>module.export_missing</c>.</exception>
    public ModuleTrial(IWasmEngine engine, string name, ReadOnlyMemory<byte> wasm, ModuleLimits? asked = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _limits = new CallLimits(CallLimits.Default, asked);
        _module = SandboxedModule.Compile(engine, name, wasm);
        if (_module.Unusable is { } error)
            throw new BillingException(error);
    }

    /// <param name="document">A module's input as UTF-8 JSON; it is handed over as it is.</param>
    public Task<ModuleTrialResult> RunAsync(ReadOnlyMemory<byte> document, CancellationToken cancellationToken = default) => _engine.RunAsync(
        () =>
        {
            var call = _module.Call(document.Span, Items(document), _limits);
            return new ModuleTrialResult(call.Output, call.Error, call.Usage.Fuel, call.Usage.PeakMemoryBytes, call.Usage.Duration);
        },
        cancellationToken);

    public void Dispose() => _module.Dispose();

    /// <summary>Events and charges in the document, by which its limits grow; none in what is not JSON.</summary>
    private static int Items(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
                return 0;
            var items = Length(parsed.RootElement, "charges");
            if (parsed.RootElement.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Object)
                items += events.EnumerateObject().Sum(pack => pack.Value.ValueKind == JsonValueKind.Array ? pack.Value.GetArrayLength() : 0);
            return items;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static int Length(JsonElement element, string member) =>
        element.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
}

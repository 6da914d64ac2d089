using System.Globalization;
using System.Text.Unicode;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>
/// One module version in the sandbox: compiled once, with a pool of initialised instances of its own. Every call gets an instance as it was after initialisation.
/// </summary>
internal sealed class SandboxedModule : IDisposable
{
    private readonly IWasmModule? _module;
    private readonly InstancePool? _pool;

    private SandboxedModule(string name, IWasmModule? module, BillingError? unusable)
    {
        Name = name;
        _module = module;
        Unusable = unusable;
        _pool = module is null ? null : new InstancePool(Environment.ProcessorCount);
    }

    /// <summary><c>module_id@version</c>.</summary>
    public string Name { get; }

    /// <summary>Why no call can succeed: <c>module.invalid</c>, <c>module.unsupported</c>, <c>module.import_refused</c>, <c>module.export_missing</c>; null when one can.</summary>
    public BillingError? Unusable { get; }

    public static SandboxedModule Compile(IWasmEngine engine, string name, ReadOnlyMemory<byte> wasm)
    {
        var compiled = engine.Compile(wasm);
        if (compiled.Error is { } error)
            return new SandboxedModule(name, null, Describe(name, error, "was refused"));
        var unusable = ModuleAbi.Check(name, compiled.Value!);
        return new SandboxedModule(name, unusable is null ? compiled.Value : null, unusable);
    }

    /// <summary>Call it on one of the engine's threads.</summary>
    /// <param name="items">Events and charges in the input.</param>
    public ModuleCall Call(ReadOnlySpan<byte> input, int items, CallLimits limits)
    {
        if (Unusable is not null)
            return Failed(Unusable, 0, 0, TimeSpan.Zero);
        if (input.Length > limits.InputBytes(items))
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{Name} would get {input.Length} bytes, and {limits.InputBytes(items)} are allowed.");
            return Failed(new BillingError(ErrorCodes.LimitInput, message, "Let its manifest ask for less, or filter the packs it requires.", Name), 0, 0, TimeSpan.Zero);
        }

        var wasmLimits = limits.Of(items);
        if (!_pool!.TryTake(out var instance))
        {
            var created = Initialise(limits.Of(0));
            if (created.Error is { } error)
                return Failed(Describe(Name, error, "could not be initialised"), 0, 0, TimeSpan.Zero);
            instance = created.Value!;
        }

        var call = Call(instance, input, wasmLimits, limits.OutputBytes(items));
        if (call.Error is null)
        {
            instance.Reset();
            _pool.Return(instance);
        }
        else
        {
            instance.Dispose(); // an instance that failed is not worth keeping
        }

        return call;
    }

    public void Dispose() => _pool?.Dispose();

    private WasmResult<IWasmInstance> Initialise(WasmLimits limits)
    {
        var created = _module!.Instantiate(ModuleAbi.Imports(), limits);
        if (created.Value is not { } instance)
            return created;
        WasmError? error = null;
        if (ModuleAbi.ExportsInitialiser(_module))
            error = instance.Call(ModuleAbi.Initialise, [], limits).Error;
        if (error is null)
        {
            var abi = instance.Call("billing_abi", [], limits);
            error = abi.Error;
            if (error is null && abi.Values[0].AsInt32() != RatingRules.Abi)
            {
                var message = string.Create(CultureInfo.InvariantCulture, $"it speaks ABI {abi.Values[0].AsInt32()}, and the host speaks ABI {RatingRules.Abi}");
                error = new WasmError(ErrorCodes.ModuleUnsupported, message);
            }
        }

        if (error is not null)
        {
            instance.Dispose();
            return new WasmResult<IWasmInstance>(null, error);
        }

        instance.CaptureImage();
        return created;
    }

    private ModuleCall Call(IWasmInstance instance, ReadOnlySpan<byte> input, WasmLimits limits, long outputLimit)
    {
        var alloc = instance.Call("alloc", [WasmValue.FromInt32(input.Length)], limits);
        if (alloc.Error is { } allocError)
            return Failed(Describe(Name, allocError, "failed"), alloc.FuelUsed, alloc.PeakMemoryBytes, alloc.Duration);
        var address = alloc.Values[0].AsInt32();
        if (!instance.TryWrite((uint)address, input))
            return Failed(Invalid("alloc returned an address outside its memory"), alloc.FuelUsed, alloc.PeakMemoryBytes, alloc.Duration);

        var left = limits with { Fuel = limits.Fuel - alloc.FuelUsed };
        var run = instance.Call("run", [WasmValue.FromInt32(address), WasmValue.FromInt32(input.Length)], left);
        var fuel = alloc.FuelUsed + run.FuelUsed;
        var memory = Math.Max(alloc.PeakMemoryBytes, run.PeakMemoryBytes);
        var duration = alloc.Duration + run.Duration;
        if (run.Error is { } runError)
            return Failed(Describe(Name, runError, "failed"), fuel, memory, duration);

        var packed = run.Values[0].AsInt64();
        var length = (uint)packed;
        if (length > outputLimit)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{Name} returned {length} bytes, and {outputLimit} are allowed.");
            return Failed(new BillingError(ErrorCodes.LimitOutput, message, "Correct the module so that it returns less, publish a new version and run again.", Name), fuel, memory, duration);
        }

        var output = new byte[length];
        if (!instance.TryRead((uint)(packed >> 32), output))
            return Failed(Invalid("run returned a result outside its memory"), fuel, memory, duration);
        return Utf8.IsValid(output)
            ? new ModuleCall(output, null, fuel, memory, duration)
            : Failed(Invalid("run returned text that is not UTF-8"), fuel, memory, duration);
    }

    private BillingError Invalid(string what) => new(ErrorCodes.OutputInvalid, $"{Name} broke the ABI: {what}.", "Build the module with the SDK.", Name);

    private static BillingError Describe(string name, WasmError error, string what)
    {
        var at = error.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $" at byte {offset}") : "";
        return new BillingError(error.Code, $"{name} {what}: {error.Message}{at}.", WayOut(error.Code), name);
    }

    private static string? WayOut(string code) => code switch
    {
        ErrorCodes.LimitFuel or ErrorCodes.LimitMemory or ErrorCodes.LimitStack => "Look for a loop that does not end, or ask for a higher trust tier.",
        ErrorCodes.LimitTime => "It is tried again; if it happens each time, look for a loop that does not end.",
        _ => "Correct the module, publish a new version and run again.",
    };

    private static ModuleCall Failed(BillingError error, long fuel, long memory, TimeSpan duration) => new(null, error, fuel, memory, duration);
}

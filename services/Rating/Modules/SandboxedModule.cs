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
    // An abort's own message may be longer than most.
    private const int LongestMessage = 5_000;

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

    /// <summary>Why no call can succeed: <c>module.invalid</c>, <c>module.unsupported</c>, <c>module.import_refused</c>, <c>module.export_missing</c>, or a limit met while compiling; null when one can.</summary>
    public BillingError? Unusable { get; }

    public static SandboxedModule Compile(IWasmEngine engine, string name, ReadOnlyMemory<byte> wasm)
    {
        var compiled = engine.Compile(wasm);
        if (compiled.Error is { } error)
            return new SandboxedModule(name, null, Describe(name, error, "was refused"));
        var unusable = ModuleAbi.Check(name, compiled.Value!);
        return new SandboxedModule(name, unusable is null ? compiled.Value : null, unusable);
    }

    /// <summary>Whether being unusable may pass: the module took too long to compile, or the machine had no memory for it.</summary>
    public bool MayBeUsableLater => Unusable?.Code is ErrorCodes.LimitTime or ErrorCodes.LimitMemory;

    /// <summary>Call it on one of the engine's threads.</summary>
    /// <param name="items">Events and charges in the input.</param>
    public ModuleCall Call(ReadOnlySpan<byte> input, int items, CallLimits limits)
    {
        if (Unusable is not null)
            return new ModuleCall(null, Unusable, ModuleUsage.None);
        if (input.Length > limits.InputBytes(items))
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{Name} would get {input.Length} bytes, and {limits.InputBytes(items)} are allowed.");
            return new ModuleCall(null, new BillingError(ErrorCodes.LimitInput, message, "Let its manifest ask for less, or filter the packs it requires.", Name), ModuleUsage.None);
        }

        if (!_pool!.TryTake(out var instance))
        {
            var (created, failure) = Initialise(limits.Of(0));
            if (created is null)
                return failure!;
            instance = created;
        }

        var isReusable = false;
        try
        {
            var call = Call(instance, input, limits.Of(items), limits.OutputBytes(items));
            if (call.Error is not null)
                return call;
            instance.Reset();
            isReusable = true;
            return call;
        }
        finally
        {
            if (isReusable)
                _pool.Return(instance);
            else
                instance.Dispose(); // an instance that failed is not worth keeping
        }
    }

    public void Dispose() => _pool?.Dispose();

    // The start function, the initialiser and the question for the ABI have a budget of their own each, so that a call's fuel is the call's alone.
    private (IWasmInstance? Instance, ModuleCall? Failure) Initialise(WasmLimits limits)
    {
        var created = _module!.Instantiate(ModuleAbi.Imports(), limits);
        if (created.Value is not { } instance)
            return (null, Uninitialised(created.Error!, ModuleUsage.None));
        var usage = ModuleUsage.None;
        WasmError? error = null;
        if (ModuleAbi.ExportsInitialiser(_module))
        {
            var initialised = instance.Call(ModuleAbi.Initialise, [], limits);
            usage = usage.With(initialised);
            error = initialised.Error;
        }

        if (error is null)
        {
            var abi = instance.Call("billing_abi", [], limits);
            usage = usage.With(abi);
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
            return (null, Uninitialised(error, usage));
        }

        instance.CaptureImage();
        return (instance, null);
    }

    private ModuleCall Uninitialised(WasmError error, ModuleUsage usage) => new(null, Describe(Name, error, "could not be initialised"), usage);

    private ModuleCall Call(IWasmInstance instance, ReadOnlySpan<byte> input, WasmLimits limits, long outputLimit)
    {
        var alloc = instance.Call("alloc", [WasmValue.FromInt32(input.Length)], limits);
        var usage = ModuleUsage.None.With(alloc);
        if (alloc.Error is { } allocError)
            return Failed(Describe(Name, OfMemory(alloc, limits) ?? allocError, "failed"));
        var address = alloc.Values[0].AsInt32();
        if (!instance.TryWrite((uint)address, input))
            return Failed(Invalid("alloc returned an address outside its memory"));

        // What alloc used is the call's.
        var left = limits with { Fuel = limits.Fuel - alloc.FuelUsed, WallClock = limits.WallClock - alloc.Duration };
        var run = instance.Call("run", [WasmValue.FromInt32(address), WasmValue.FromInt32(input.Length)], left);
        usage = usage.With(run) with { InputBytes = input.Length };
        if (run.Error is { } runError)
            return Failed(Describe(Name, OfMemory(run, limits) ?? runError, "failed"));

        var packed = run.Values[0].AsInt64();
        var length = (uint)packed;
        if (length > outputLimit)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{Name} returned {length} bytes, and {outputLimit} are allowed.");
            return Failed(new BillingError(ErrorCodes.LimitOutput, message, "Correct the module so that it returns less, publish a new version and run again.", Name));
        }

        var output = new byte[length];
        if (!instance.TryRead((uint)(packed >> 32), output))
            return Failed(Invalid("run returned a result outside its memory"));
        return Utf8.IsValid(output) ? new ModuleCall(output, null, usage) : Failed(Invalid("run returned text that is not UTF-8"));

        ModuleCall Failed(BillingError error) => new(null, error, usage);
    }

    /// <summary>A module that was refused memory gives up by a trap or an abort of its own, which says nothing to whoever reads it. Null when that is not what happened.</summary>
    private static WasmError? OfMemory(WasmCallResult call, WasmLimits limits) => call is { MemoryRefused: true, Error: { Code: ErrorCodes.ModuleAbort or WasmErrorCodes.TrapUnreachable } error }
        ? new WasmError(ErrorCodes.LimitMemory, string.Create(CultureInfo.InvariantCulture, $"it has {call.PeakMemoryBytes} bytes of memory, wanted more, and {limits.MemoryBytes} are allowed ({error.Message})"))
        : null;

    private BillingError Invalid(string what) => new(ErrorCodes.OutputInvalid, $"{Name} broke the ABI: {what}.", "Build the module with the SDK.", Name);

    private static BillingError Describe(string name, WasmError error, string what)
    {
        var at = error.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $" at byte {offset}") : "";
        return new BillingError(error.Code, $"{name} {what}: {ModuleText.Shown(error.Message, LongestMessage)}{at}.", WayOut(error.Code), name);
    }

    private static string? WayOut(string code) => code switch
    {
        ErrorCodes.LimitFuel or ErrorCodes.LimitMemory or ErrorCodes.LimitStack => "Look for a loop that does not end, or ask for a higher trust tier.",
        ErrorCodes.LimitTime => "It is tried again; if it happens each time, look for a loop that does not end.",
        _ => "Correct the module, publish a new version and run again.",
    };
}

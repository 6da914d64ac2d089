using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Compilation;
using Billing.Sandbox.Runtime;
using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Engine;

/// <summary>The engine that compiles WebAssembly to CIL. See docs/decisions/0002-own-wasm-engine.md.</summary>
public sealed class CilWasmEngine : IWasmEngine
{
    /// <summary>What <see cref="Version"/> is: for who pins the engine of this build without starting one.</summary>
    public const string CurrentVersion = "cil/1 fuel/1";

    private readonly ModuleCache _cache;
    private readonly Metering _metering;
    private readonly TimeSpan _compileTime;
    private bool _disposed;

    public CilWasmEngine()
        : this(new WasmEngineOptions())
    {
    }

    public CilWasmEngine(WasmEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _cache = new ModuleCache(options.CacheBytes);
        _metering = options.Metering;
        _compileTime = options.CompileTime;
        AddressSpace = new AddressSpace(options.AddressSpaceBytes);
        Threads = new EngineThreads(options.Threads);
        Watchdog = new Watchdog();
    }

    /// <inheritdoc />
    public string Version => _metering == Metering.Off ? CurrentVersion + " unmetered" : CurrentVersion;

    internal EngineThreads Threads { get; }

    internal Watchdog Watchdog { get; }

    internal AddressSpace AddressSpace { get; }

    /// <summary>What the compiled modules that the engine keeps hold, roughly.</summary>
    internal long CachedBytes => _cache.Bytes;

    /// <inheritdoc />
    public WasmResult<IWasmModule> Compile(ReadOnlyMemory<byte> wasm)
    {
        if (wasm.Length > EngineLimits.ModuleBytes)
            return new WasmResult<IWasmModule>(null, new WasmError(WasmErrorCodes.Invalid, $"The module has {wasm.Length} bytes, more than the {EngineLimits.ModuleBytes} this engine takes."));
        var hash = Convert.ToHexStringLower(SHA256.HashData(wasm.Span));
        return _cache.GetOrCompile(hash, () => CompileOnLargeStack(hash, wasm));
    }

    /// <inheritdoc />
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Threads.RunAsync(work, cancellationToken);
    }

    /// <summary>Takes no more work and waits for what is queued and running, which its limits end. Work that disposes of its own engine does not wait.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        if (Threads.IsOwnThread) new Thread(Finish) { IsBackground = true, Name = "wasm end" }.Start();
        else Finish();
    }

    // In this order: calls in flight need the watchdog.
    private void Finish()
    {
        Threads.Dispose();
        Watchdog.Dispose();
    }

    // The JIT recurses over what it compiles, so it gets as much stack as the modules do.
    private (CilModule? Module, WasmError? Error) CompileOnLargeStack(string hash, ReadOnlyMemory<byte> wasm)
    {
        if (Threads.IsOwnThread) return CompileModule(hash, wasm);
        (CilModule? Module, WasmError? Error) result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = CompileModule(hash, wasm);
                }
#pragma warning disable CA1031 // Rethrown on the thread that asked.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            EngineThreads.StackBytes)
        { IsBackground = true, Name = "wasm compiler" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    private (CilModule? Module, WasmError? Error) CompileModule(string hash, ReadOnlyMemory<byte> wasm)
    {
        try
        {
            var deadline = new CompileDeadline(_compileTime);
            var model = ModuleDecoder.Decode(wasm.ToArray());
            var validator = new FunctionValidator(model);
            for (var i = 0; i < model.Bodies.Count; i++)
            {
                deadline.Check();
                validator.Read(i);
            }

            return (new CilModule(this, hash, model, ModuleCompiler.Compile(model, "wasm-" + hash[..16], _metering, deadline)), null);
        }
        catch (WasmFormatException refusal)
        {
            return (null, refusal.Error);
        }
        catch (OutOfMemoryException)
        {
            return (null, new WasmError(WasmErrorCodes.LimitMemory, "The machine has not enough memory left to compile the module."));
        }
    }
}

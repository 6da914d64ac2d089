namespace Billing.Sandbox;

/// <summary>
/// A WebAssembly engine. It knows nothing of billing: it decodes, validates and compiles a module, instantiates it, and calls its exports under limits.
/// Bad modules, traps and exhausted limits are values (<see cref="WasmError"/>), never exceptions.
/// </summary>
public interface IWasmEngine : IDisposable
{
    /// <summary>Name and version of the engine including its fuel model, e.g. <c>cil/1 fuel/1</c>. Part of every pipeline digest.</summary>
    string Version { get; }

    /// <summary>
    /// Decodes, validates and compiles. Results are cached by the SHA-256 of <paramref name="wasm"/>, so a second call with the same bytes is cheap.
    /// Errors: <c>module.invalid</c> (with the byte offset), <c>module.unsupported</c> (with the name of the feature and the byte offset), <c>limit.time</c> and
    /// <c>limit.memory</c> when compiling takes more than the engine gives it.
    /// </summary>
    WasmResult<IWasmModule> Compile(ReadOnlyMemory<byte> wasm);

    /// <summary>
    /// Runs <paramref name="work"/> on one of the engine's own threads (16 MiB stacks). Every call into a module happens inside such work.
    /// The number of threads bounds how many calls run at once. Cancelling takes work out of the queue; what runs already is ended by its limits alone.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The engine is disposed of, which waits for all work before.</exception>
    Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default);
}

using System.Text;
using Billing.Sandbox;

namespace Billing.Rating.Tests;

/// <summary>An engine whose modules are C# functions from input text to output text, so that a test can say in a line what a module does.</summary>
internal sealed class FakeEngine : IWasmEngine
{
    private const int Room = 4 << 20;

    private readonly Dictionary<string, Func<string, string>> _behaviours = new(StringComparer.Ordinal);
    private int _instances;

    public string Version => "fake/1";

    public int Instances => _instances;

    /// <summary>Bytes of a module that behaves so.</summary>
    public byte[] Module(string name, Func<string, string> behaviour)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        _behaviours[Digest.Of(bytes)] = behaviour;
        return bytes;
    }

    public WasmResult<IWasmModule> Compile(ReadOnlyMemory<byte> wasm)
    {
        var hash = Digest.Of(wasm.Span);
        return _behaviours.TryGetValue(hash, out var behaviour)
            ? new WasmResult<IWasmModule>(new Compiled(this, hash, behaviour), null)
            : new WasmResult<IWasmModule>(null, new WasmError("module.invalid", "no magic number", 0));
    }

    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default) => Task.Run(work, cancellationToken);

    public void Dispose()
    {
    }

    private sealed class Compiled(FakeEngine engine, string hash, Func<string, string> behaviour) : IWasmModule
    {
        public string Sha256 => hash;

        public IReadOnlyList<WasmImport> Imports => [];

        public IReadOnlyList<WasmExport> Exports { get; } =
        [
            new("memory", WasmExternalKind.Memory, null),
            new("billing_abi", WasmExternalKind.Function, new WasmSignature([], [WasmType.I32])),
            new("alloc", WasmExternalKind.Function, new WasmSignature([WasmType.I32], [WasmType.I32])),
            new("run", WasmExternalKind.Function, new WasmSignature([WasmType.I32, WasmType.I32], [WasmType.I64])),
        ];

        public WasmResult<IWasmInstance> Instantiate(WasmImports imports, WasmLimits limits)
        {
            Interlocked.Increment(ref engine._instances);
            return new WasmResult<IWasmInstance>(new Instance(behaviour), null);
        }
    }

    private sealed class Instance(Func<string, string> behaviour) : IWasmInstance
    {
        private readonly byte[] _memory = new byte[Room];
        private bool _isDirty;

        public long MemoryBytes => Room;

        public WasmCallResult Call(string export, ReadOnlySpan<WasmValue> arguments, WasmLimits limits)
        {
            switch (export)
            {
                case "billing_abi":
                    return Done(WasmValue.FromInt32(1));
                case "alloc":
                    _isDirty.ShouldBeFalse("the instance was not reset");
                    _isDirty = true;
                    return Done(WasmValue.FromInt32(16));
                default:
                    return Run(Encoding.UTF8.GetString(_memory, arguments[0].AsInt32(), arguments[1].AsInt32()), arguments[0].AsInt32() + arguments[1].AsInt32());
            }
        }

        public bool TryRead(long address, Span<byte> destination)
        {
            if (address < 0 || address + destination.Length > Room)
                return false;
            _memory.AsSpan((int)address, destination.Length).CopyTo(destination);
            return true;
        }

        public bool TryWrite(long address, ReadOnlySpan<byte> source)
        {
            if (address < 0 || address + source.Length > Room)
                return false;
            source.CopyTo(_memory.AsSpan((int)address));
            return true;
        }

        public void CaptureImage()
        {
        }

        public void Reset() => _isDirty = false;

        public WasmExternal? FindExport(string export) => null;

        public bool TryReadGlobal(string export, out WasmValue value)
        {
            value = default;
            return false;
        }

        public void Dispose()
        {
        }

        private static WasmCallResult Done(WasmValue value) => new([value], null, 10, Room, TimeSpan.FromMicroseconds(7));

        private WasmCallResult Run(string input, int free)
        {
            string output;
            try
            {
                output = behaviour(input);
            }
            catch (WasmHostException exception)
            {
                return new WasmCallResult([], new WasmError(exception.Code, exception.Message), 1000, Room, TimeSpan.FromMicroseconds(7));
            }

            var length = Encoding.UTF8.GetBytes(output, _memory.AsSpan(free));
            return Done(WasmValue.FromInt64(((long)free << 32) | (uint)length));
        }
    }
}

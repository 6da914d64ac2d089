using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>
/// Module ABI 1: exports <c>memory</c>, <c>billing_abi() -&gt; i32</c>, <c>alloc(len: i32) -&gt; i32</c>, <c>run(ptr: i32, len: i32) -&gt; i64</c>; no import but
/// <c>env.abort(message, file, line, column)</c>.
/// </summary>
public static class ModuleAbi
{
    internal const string Initialise = "_initialize";

    private const int LongestText = 4096;

    private static readonly WasmSignature AbortSignature = new([WasmType.I32, WasmType.I32, WasmType.I32, WasmType.I32], []);

    private static readonly (string Name, WasmSignature Signature)[] Functions =
    [
        ("billing_abi", new WasmSignature([], [WasmType.I32])),
        ("alloc", new WasmSignature([WasmType.I32], [WasmType.I32])),
        ("run", new WasmSignature([WasmType.I32, WasmType.I32], [WasmType.I64])),
    ];

    /// <summary>Null when the module's imports and exports are those of the ABI; else <c>module.import_refused</c> or <c>module.export_missing</c>.</summary>
    /// <param name="name"><c>module_id@version</c>, for the message.</param>
    public static BillingError? Check(string name, IWasmModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        foreach (var import in module.Imports)
        {
            if (import is not { Module: "env", Name: "abort", Kind: WasmExternalKind.Function, Signature: { } signature } || !Same(signature, AbortSignature))
            {
                return new BillingError(
                    ErrorCodes.ModuleImportRefused,
                    $"{name} imports {ModuleText.Shown(import.Module)}.{ModuleText.Shown(import.Name)}; a module may import nothing but env.abort(i32, i32, i32, i32).",
                    "Build it without WASI and without host functions.",
                    name);
            }
        }

        foreach (var (function, signature) in Functions)
        {
            var export = module.Exports.FirstOrDefault(known => string.Equals(known.Name, function, StringComparison.Ordinal));
            if (export is not { Kind: WasmExternalKind.Function, Signature: { } found } || !Same(found, signature))
                return Missing(name, $"{function}({string.Join(", ", signature.Parameters.Select(Word))}) -> {string.Join(", ", signature.Results.Select(Word))}");
        }

        return module.Exports.Any(export => export is { Name: "memory", Kind: WasmExternalKind.Memory }) ? null : Missing(name, "memory");
    }

    /// <summary>The one import, ending the call with <c>module.abort</c> and AssemblyScript's message.</summary>
    internal static WasmImports Imports() => new WasmImports().Add("env", "abort", new WasmHostFunction(AbortSignature, Abort));

    internal static bool ExportsInitialiser(IWasmModule module) => module.Exports.Any(export =>
        export is { Name: Initialise, Kind: WasmExternalKind.Function, Signature: { Parameters.Count: 0, Results.Count: 0 } });

    private static WasmValue[] Abort(IWasmInstance instance, WasmValue[] arguments)
    {
        var message = AssemblyScriptText(instance, arguments[0]) ?? "no message";
        var file = AssemblyScriptText(instance, arguments[1]) ?? "unknown file";
        throw new WasmHostException(
            ErrorCodes.ModuleAbort,
            string.Create(CultureInfo.InvariantCulture, $"{message} ({file}:{arguments[2].AsInt32()}:{arguments[3].AsInt32()})"));
    }

    /// <summary>A string as AssemblyScript lays it out: UTF-16, its byte length in the four bytes before it. Null when the pointer leads nowhere.</summary>
    private static string? AssemblyScriptText(IWasmInstance instance, WasmValue pointer)
    {
        long address = (uint)pointer.AsInt32();
        Span<byte> size = stackalloc byte[4];
        if (address < size.Length || !instance.TryRead(address - size.Length, size))
            return null;
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(size), LongestText) & ~1;
        var text = new byte[length];
        return instance.TryRead(address, text) ? ModuleText.Shown(Encoding.Unicode.GetString(text), LongestText) : null;
    }

    private static BillingError Missing(string name, string export) => new(
        ErrorCodes.ModuleExportMissing, $"{name} does not export {export}.", "Export what ABI 1 asks for; the SDK's index does.", name);

    private static bool Same(WasmSignature left, WasmSignature right) => left.Parameters.SequenceEqual(right.Parameters) && left.Results.SequenceEqual(right.Results);

    private static string Word(WasmType type) => type.ToString().ToLowerInvariant();
}

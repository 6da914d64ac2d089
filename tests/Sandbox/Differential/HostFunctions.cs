using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>
/// The functions a generated module asks its host for. Each tells its arguments, refuses some, and gives for each result its first argument of that type; v8.mjs does the same.
/// Their names hold their signatures, because JavaScript is not told them.
/// </summary>
internal static class HostFunctions
{
    public const string Refused = "host.refused";

    public static string Letters(IEnumerable<WasmType> types) => string.Concat(types.Select(type => type switch
    {
        WasmType.I32 => 'i',
        WasmType.I64 => 'l',
        WasmType.F32 => 'f',
        WasmType.F64 => 'd',
        WasmType.FuncRef => 'r',
        _ => 'x',
    }));

    public static WasmHostFunction Create(WasmImport import, Transcript transcript)
    {
        var signature = import.Signature!;
        return new WasmHostFunction(signature, (caller, arguments) =>
        {
            transcript.Watch(caller);
            transcript.Add($"  {string.Join(' ', arguments.Select(transcript.Show).Prepend(import.Name))}");
            if (arguments.FirstOrDefault(argument => argument.Type == WasmType.I32, WasmValue.FromInt32(0)) is { } number && (number.Bits & 15) == 12)
                throw new WasmHostException(Refused, "This number is refused.");
            return [.. signature.Results.Select(type => Result(type, arguments))];
        });
    }

    private static WasmValue Result(WasmType type, WasmValue[] arguments)
    {
        var value = arguments.FirstOrDefault(argument => argument.Type == type, Default(type));
        if (!Transcript.IsNaN(value)) return value;
        return type == WasmType.F32 ? Single(0.5f) : Double(0.5);
    }

    private static WasmValue Default(WasmType type) => type switch
    {
        WasmType.I32 => WasmValue.FromInt32(7),
        WasmType.I64 => WasmValue.FromInt64(7),
        WasmType.F32 => Single(1.5f),
        WasmType.F64 => Double(2.5),
        _ => new WasmValue(type, 0),
    };

    private static WasmValue Single(float value) => new(WasmType.F32, BitConverter.SingleToUInt32Bits(value));

    private static WasmValue Double(double value) => new(WasmType.F64, BitConverter.DoubleToUInt64Bits(value));
}

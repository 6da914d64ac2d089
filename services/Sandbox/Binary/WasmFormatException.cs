namespace Billing.Sandbox.Binary;

/// <summary>Carries a <see cref="WasmError"/> from the depths of decoding and validation to <see cref="IWasmEngine.Compile"/>, which returns it as a value.</summary>
internal sealed class WasmFormatException(WasmError error) : Exception(error.Message)
{
    public WasmError Error { get; } = error;

    public static WasmFormatException Invalid(string message, int offset) => new(new WasmError(WasmErrorCodes.Invalid, message, offset));

    /// <summary>The refusal of a feature when there is one that explains the bytes, else that they are invalid.</summary>
    public static WasmFormatException Refuse(string? feature, string message, int offset) => feature is null ? Invalid(message, offset) : Unsupported(feature, offset);

    /// <summary>A feature that exists but that this engine refuses. <see cref="LaterFeatures"/> has their names.</summary>
    public static WasmFormatException Unsupported(string feature, int offset) =>
        new(new WasmError(WasmErrorCodes.Unsupported, $"The module uses {feature}, which is not supported.", offset));
}

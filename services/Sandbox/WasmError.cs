namespace Billing.Sandbox;

/// <summary>
/// A typed failure. Codes: <c>module.invalid</c>, <c>module.unsupported</c>, <c>module.unlinkable</c>, <c>trap.unreachable</c>, <c>trap.memory</c>, <c>trap.table</c>,
/// <c>trap.indirect_call</c>, <c>trap.integer_divide_by_zero</c>, <c>trap.integer_overflow</c>, <c>trap.invalid_conversion</c>, <c>limit.fuel</c>, <c>limit.memory</c>, <c>limit.stack</c>, <c>limit.time</c>, <c>host</c>.
/// </summary>
/// <param name="Offset">Byte offset in the module file where that is known.</param>
public sealed record WasmError(string Code, string Message, long? Offset = null);

namespace Billing.Contracts;

/// <summary>One typed failure: what went wrong, with which thing, and the way out. The same shape on the bus, over HTTP and in the CLI.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/> or a module's own code (<c>module_name.reason</c>).</param>
/// <param name="Message">One sentence that names the thing.</param>
/// <param name="WayOut">What a person does next; null when the message says it.</param>
/// <param name="Subject">The id of the thing: a company, module, pack, period, plan…</param>
public sealed record BillingError(string Code, string Message, string? WayOut = null, string? Subject = null);

/// <summary>A remark that does not stop a company from being billed, e.g. <c>event.unrouted</c>.</summary>
public sealed record BillingWarning(string Code, string Message, string? Subject = null);

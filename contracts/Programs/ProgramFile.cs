using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>A program and the bindings that go with it, as people keep them in a file: <c>tools/sdk/programs/default.json</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ProgramFile(BillingProgram Program, IReadOnlyList<Binding> Bindings);

using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>All policies and profiles, <c>schemas/policies.json</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicyCatalog(
    string PoliciesVersion, IReadOnlyList<Policy> Policies, IReadOnlyList<PolicyProfile> Profiles, IReadOnlyList<QuirkNotReproduced> NotReproduced);

/// <summary>A named switch on which honest engines differ.</summary>
/// <param name="AppliesTo">Where it is read: <c>rating</c>, <c>tax</c>, <c>invoice</c>, or a module id.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Policy(string Name, string Description, string AppliesTo, string Default, IReadOnlyList<PolicyValue> Values);

/// <param name="Quirks">Quirks of the legacy engine that this value reproduces.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicyValue(string Value, string Description, IReadOnlyList<string> Quirks);

/// <summary>A named set of policies; what it does not name keeps its default.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicyProfile(string Name, string Description, IReadOnlyDictionary<string, string> Policies);

/// <summary>A quirk of the legacy engine that no policy value reproduces, on purpose.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QuirkNotReproduced(string Quirk, string Reason);

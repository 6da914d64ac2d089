using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>A tenant's pipeline: ordered stages of modules with conditions, arguments and policies.</summary>
/// <param name="ProgramVersion">Semantic version of this document.</param>
/// <param name="Policies">Policies this program sets for the tenant.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BillingProgram(
    string ProgramId,
    string ProgramVersion,
    IReadOnlyList<ProgramStage> Stages,
    IReadOnlyDictionary<string, string> Policies);

[JsonConverter(typeof(EnumNameConverter<StageKind>))]
public enum StageKind
{
    /// <summary>Every scope's bound Producer.</summary>
    [JsonStringEnumMemberName("producers")]
    Producers,
    [JsonStringEnumMemberName("transformer")]
    Transformer,
    [JsonStringEnumMemberName("validator")]
    Validator,
}

/// <summary>One stage. A <c>producers</c> stage names no module: bindings decide per scope.</summary>
/// <param name="Name">Unique in the program.</param>
/// <param name="ModuleId">For transformers and validators.</param>
/// <param name="VersionRange">Semver range; the highest published version in it is pinned when a run is created.</param>
/// <param name="Args">Handed to the module as <c>args</c>.</param>
/// <param name="When">Runs only when every condition holds; null for always.</param>
/// <param name="OnFailure">For validators: <c>fail</c> (default) or <c>warn</c>.</param>
/// <param name="Requests">Kinds of request it runs for; null for cycles alone, and for a validator for all.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ProgramStage(
    string Name,
    StageKind Kind,
    string? ModuleId = null,
    string? VersionRange = null,
    JsonElement? Args = null,
    StageCondition? When = null,
    string? OnFailure = null,
    IReadOnlyList<RequestKind>? Requests = null);

/// <summary>Conditions on the charges so far; those given must all hold.</summary>
/// <param name="AnyChargeType">At least one charge of one of these types.</param>
/// <param name="AnyFact">At least one row in one of these packs.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StageCondition(IReadOnlyList<ChargeType>? AnyChargeType = null, IReadOnlyList<string>? AnyFact = null);

/// <summary>Which module version serves a scope.</summary>
/// <param name="Selector">Exactly one kind; the most specific wins: plan_id, bundle_id, plan_type, tenant.</param>
/// <param name="Priority">Higher wins among equally specific selectors; a tie is refused when the binding is made.</param>
/// <param name="Policies">Policies for the scopes this binding serves.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Binding(
    string BindingId,
    BindingSelector Selector,
    string ModuleId,
    string VersionRange,
    int Priority,
    IReadOnlyDictionary<string, string> Policies,
    JsonElement? Args = null);

/// <param name="Kind"><c>plan_id</c>, <c>bundle_id</c>, <c>plan_type</c> or <c>tenant</c>.</param>
/// <param name="Value">Null for <c>tenant</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BindingSelector(string Kind, string? Value = null);

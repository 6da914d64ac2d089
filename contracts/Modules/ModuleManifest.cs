using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Contracts;

[JsonConverter(typeof(EnumNameConverter<ModuleType>))]
public enum ModuleType
{
    [JsonStringEnumMemberName("producer")]
    Producer,
    [JsonStringEnumMemberName("transformer")]
    Transformer,
    [JsonStringEnumMemberName("validator")]
    Validator,
}

[JsonConverter(typeof(EnumNameConverter<PartitionBy>))]
public enum PartitionBy
{
    [JsonStringEnumMemberName("company")]
    Company,
    [JsonStringEnumMemberName("plan")]
    Plan,
    [JsonStringEnumMemberName("assignment")]
    Assignment,
    [JsonStringEnumMemberName("category")]
    Category,
}

/// <summary>A module's declaration of what it is and what it uses. Immutable once its version is published.</summary>
/// <remarks>Source-generated JSON hands null to the initialiser of a member that is absent, whatever its default: hence the <c>??</c>.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ModuleManifest
{
    /// <summary><c>mod.fixed-fmv</c>: lower case, starts with <c>mod.</c>.</summary>
    public required string ModuleId { get; init; }

    public required string Name { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    public required ModuleType Type { get; init; }

    /// <summary>1.</summary>
    public required int Abi { get; init; }

    public ManifestScope? Scope { get; init; }

    public required ManifestRequires Requires { get; init; }

    /// <summary>Names of the policies the module understands.</summary>
    public IReadOnlyList<string> Policies { get; init => field = value ?? []; } = [];

    /// <summary>How a Transformer's or Validator's charges are split over calls.</summary>
    public PartitionBy PartitionBy { get; init; } = PartitionBy.Company;

    /// <summary><c>event</c> when a Producer's scope may be cut into slices of events; null when not.</summary>
    public string? Splittable { get; init; }

    /// <summary>Packs or charge types without which the host does not call the module; the execution is recorded as skipped.</summary>
    public IReadOnlyList<string> SkipWhenEmpty { get; init => field = value ?? []; } = [];

    public ManifestEmits? Emits { get; init; }

    public IReadOnlyList<string> Invariants { get; init => field = value ?? []; } = [];

    /// <summary>Asks for less than the tier's limits; never for more.</summary>
    public ModuleLimits? Limits { get; init; }

    /// <summary>Versions of the program document the module works in; a semver range.</summary>
    public string ProgramVersionRange { get; init => field = value ?? "*"; } = "*";
}

/// <param name="Schema">Pack whose row is the scope, <c>AssignmentPack</c>.</param>
/// <param name="VersionRange">Semver range of that pack.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ManifestScope(string Schema, string VersionRange);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ManifestRequires
{
    public IReadOnlyList<PackRequirement> Facts { get; init => field = value ?? []; } = [];

    public IReadOnlyList<PackRequirement> Events { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Members of charges that a Validator reads: it gets these alone, and no charges when the list is empty, and can then not normalise them. Null for charges as they are.
    /// </summary>
    public IReadOnlyList<string>? Charges { get; init; }
}

/// <summary>One pack a module reads.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PackRequirement
{
    /// <summary>Pack name in the catalog, e.g. <c>PlanFixedConfigPack</c>.</summary>
    public required string Kind { get; init; }

    public required string VersionRange { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Field to a value, a list of values, or a <c>${scope.field}</c> reference.</summary>
    public IReadOnlyDictionary<string, JsonElement> Filters { get; init => field = value ?? FrozenDictionary<string, JsonElement>.Empty; } = FrozenDictionary<string, JsonElement>.Empty;

    public bool Optional { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ManifestEmits
{
    public IReadOnlyDictionary<string, string> DimensionsDefault { get; init => field = value ?? FrozenDictionary<string, string>.Empty; } = FrozenDictionary<string, string>.Empty;
}

/// <summary>Limits of one call before they grow with its work. Null means the tier's own.</summary>
/// <param name="Fuel">Units.</param>
/// <param name="FuelPerItem">Units more per event or charge that goes in.</param>
/// <param name="InputBytes">Plus 1 KiB per event or charge.</param>
/// <param name="OutputBytes">Plus 1 KiB per event or charge.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ModuleLimits(
    long? Fuel = null,
    long? FuelPerItem = null,
    long? MemoryBytes = null,
    long? InputBytes = null,
    long? OutputBytes = null,
    int? WallClockMilliseconds = null);

using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// A module as one binding or stage uses it: with its arguments, policies and limits. What goes into every call unchanged is rendered once.
/// </summary>
internal sealed class ModuleUse
{
    public ModuleUse(ModuleRef reference, ModuleManifest manifest, SandboxedModule module, JsonElement? args, IReadOnlyDictionary<string, string> policies, ModuleLimits tier)
    {
        Ref = reference;
        Name = reference.Name();
        Manifest = manifest;
        Module = module;
        Limits = new CallLimits(tier, manifest.Limits);
        Args = args is { } given ? CanonicalJson.Serialize(given) : null;
        Policies = Render(manifest, policies);
        Facts = [.. Slices(manifest.Requires.Facts)];
        Events = [.. Slices(manifest.Requires.Events)];
        Charges = ChargeMemberNames.Of(manifest.Requires.Charges);
        Defaults = manifest.Emits?.DimensionsDefault ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    public ModuleRef Ref { get; }

    public string Name { get; }

    public ModuleManifest Manifest { get; }

    public SandboxedModule Module { get; }

    public CallLimits Limits { get; }

    /// <summary>Canonical JSON; null when there are none.</summary>
    public byte[]? Args { get; }

    /// <summary>Canonical JSON of the policies the manifest names.</summary>
    public byte[] Policies { get; }

    /// <summary>By pack name.</summary>
    public PackSlice[] Facts { get; }

    /// <summary>By pack name.</summary>
    public PackSlice[] Events { get; }

    /// <summary>Members of charges that go in; none when charges do not.</summary>
    public ChargeMembers Charges { get; }

    public IReadOnlyDictionary<string, string> Defaults { get; }

    public bool Takes(string eventPack) => Array.Exists(Events, slice => string.Equals(slice.Pack, eventPack, StringComparison.Ordinal));

    /// <summary>Whether the module's own filters let an event of the pack through.</summary>
    public bool Admits(string eventPack, JsonElement row, JsonElement scope) =>
        Array.Exists(Events, slice => string.Equals(slice.Pack, eventPack, StringComparison.Ordinal) && slice.Filter.Admits(row, scope));

    private static IEnumerable<PackSlice> Slices(IReadOnlyList<PackRequirement> requirements) =>
        requirements.OrderBy(requirement => requirement.Kind, StringComparer.Ordinal).Select(requirement => new PackSlice(requirement));

    private static byte[] Render(ModuleManifest manifest, IReadOnlyDictionary<string, string> policies)
    {
        var output = new CanonicalOutput(256);
        output.Write("{"u8);
        var any = false;
        foreach (var name in manifest.Policies.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!policies.TryGetValue(name, out var value))
                continue; // a policy this catalog does not have: the module uses its own standard
            if (any)
                output.Write(","u8);
            any = true;
            output.WriteText(name);
            output.Write(":"u8);
            output.WriteText(value);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }
}

/// <summary>The part of one pack that a module gets.</summary>
internal sealed class PackSlice
{
    public PackSlice(PackRequirement requirement)
    {
        Pack = requirement.Kind;
        IsOptional = requirement.Optional;
        Filter = new RowFilter(requirement);
        var name = new CanonicalOutput(64);
        name.WriteText(Pack);
        name.Write(":"u8);
        Member = name.WrittenSpan.ToArray();
    }

    public string Pack { get; }

    public bool IsOptional { get; }

    public RowFilter Filter { get; }

    /// <summary><c>"PlanPack":</c></summary>
    public byte[] Member { get; }
}

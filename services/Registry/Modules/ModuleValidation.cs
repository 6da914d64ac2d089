using System.Globalization;
using System.Text.RegularExpressions;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Billing.Sandbox;

namespace Billing.Registry;

/// <summary>
/// What a module must be before it is published: a manifest in form, packs, fields and policies the catalogs have, and WebAssembly that compiles and speaks the ABI.
/// Errors: <c>manifest.invalid</c>, <c>fact.*</c>, <c>policy.unknown</c>, <c>module.invalid</c>, <c>module.unsupported</c>, <c>module.import_refused</c>, <c>module.export_missing</c>.
/// </summary>
internal sealed partial class ModuleValidation(IWasmEngine engine, FactPlanner facts)
{
    private const int LargestModule = 4 << 20;

    public void Check(PublishModule request)
    {
        var manifest = request.Manifest;
        CheckManifest(manifest);
        if (facts.Check([manifest]) is [{ } problem, ..])
            throw new Hosting.BillingException(problem, 422);
        foreach (var policy in manifest.Policies)
        {
            if (!Catalogs.Policies.Policies.Any(known => string.Equals(known.Name, policy, StringComparison.Ordinal)))
                throw Refused(ErrorCodes.PolicyUnknown, $"{Name(manifest)} names the policy '{policy}', which does not exist.", "schemas/policies.json lists what there is.", policy);
        }

        CheckBytes(Name(manifest), request.Wasm);
    }

    private static void CheckManifest(ModuleManifest manifest)
    {
        if (!ModuleIdForm().IsMatch(manifest.ModuleId))
            throw Invalid(manifest, $"has the module_id '{manifest.ModuleId}'", "Write it as mod.name: lower-case letters, digits and dashes.");
        if (!SemanticVersion.TryParse(manifest.Version, out _))
            throw Invalid(manifest, $"has the version '{manifest.Version}'", "Write it as MAJOR.MINOR.PATCH.");
        if (manifest.Abi != RatingRules.Abi)
            throw Invalid(manifest, string.Create(CultureInfo.InvariantCulture, $"asks for ABI {manifest.Abi}"), string.Create(CultureInfo.InvariantCulture, $"The host speaks ABI {RatingRules.Abi}."));
        if (!VersionRange.TryParse(manifest.ProgramVersionRange, out _))
            throw Invalid(manifest, $"has the program_version_range '{manifest.ProgramVersionRange}'", "Write a semver range, such as ^1.0.0.");
        if (manifest.Type == ModuleType.Producer && manifest.Scope is null)
            throw Invalid(manifest, "is a producer without a scope", "Say which pack's rows it is run for: {\"schema\":\"AssignmentPack\",\"version_range\":\"^1.0.0\"}.");
        if (manifest.Splittable is not (null or "event"))
            throw Invalid(manifest, $"is splittable by '{manifest.Splittable}'", "Only producers may be, by event.");
    }

    private void CheckBytes(string name, ReadOnlyMemory<byte> wasm)
    {
        if (wasm.Length > LargestModule)
            throw Refused(ErrorCodes.ModuleInvalid, string.Create(CultureInfo.InvariantCulture, $"{name} has {wasm.Length} bytes, and {LargestModule} are allowed."), "Build it optimised and without debug information.", name);
        var compiled = engine.Compile(wasm);
        if (compiled.Error is { } error)
        {
            var place = error.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $" at byte {offset}") : string.Empty;
            throw Refused(error.Code, $"{name} is refused: {error.Message}{place}.", "Build it with the SDK.", name);
        }

        if (ModuleAbi.Check(name, compiled.Value!) is { } broken)
            throw new Hosting.BillingException(broken, 422);
    }

    private static string Name(ModuleManifest manifest) => $"{manifest.ModuleId}@{manifest.Version}";

    private static Hosting.BillingException Invalid(ModuleManifest manifest, string problem, string wayOut) =>
        Refused(ErrorCodes.ManifestInvalid, $"The manifest of {Name(manifest)} {problem}.", wayOut, manifest.ModuleId);

    private static Hosting.BillingException Refused(string code, string message, string wayOut, string subject) => new(new(code, message, wayOut, subject), 422);

    [GeneratedRegex("^mod\\.[a-z0-9][a-z0-9-]{0,62}$", RegexOptions.None, 1000)]
    private static partial Regex ModuleIdForm();
}

using System.Globalization;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;

namespace Billing.Registry;

/// <summary>
/// Makes, changes and removes bindings. Errors: <c>binding.ambiguous</c> for a tie on any day from the change on, <c>module.unknown</c> when no published version is in range,
/// <c>program.invalid</c>, <c>policy.unknown</c>, <c>version.invalid</c>.
/// </summary>
internal sealed class BindingChanges(BindingStore bindings, ModuleStore modules, PolicyResolver policies)
{
    public async Task<Binding> PutAsync(string tenantId, string bindingId, PutBinding request, CancellationToken cancellationToken)
    {
        var binding = request.Binding;
        if (!string.Equals(binding.BindingId, bindingId, StringComparison.Ordinal))
            throw Hosting.BillingException.Invalid(ErrorCodes.RequestInvalid, $"The address names binding '{bindingId}' and the body '{binding.BindingId}'.", "Use one id for both.", bindingId);
        BindingSelectors.Check(bindingId, binding.Selector);
        policies.Check(binding.Policies, $"binding {bindingId}");
        await CheckModuleAsync(tenantId, binding, cancellationToken);
        var version = new BindingVersion(bindingId, request.EffectiveFrom ?? DateOnly.MinValue, binding);
        await bindings.ChangeAsync(tenantId, history => Untied(history, version), cancellationToken);
        return binding;
    }

    /// <param name="from">First day without it; null for always: no earlier day finds it either.</param>
    public Task RemoveAsync(string tenantId, string bindingId, DateOnly? from, CancellationToken cancellationToken) => bindings.ChangeAsync(
        tenantId,
        history =>
        {
            if (!history.Any(version => version.Binding is not null && string.Equals(version.BindingId, bindingId, StringComparison.Ordinal)))
                throw Unknown(tenantId, bindingId);
            var last = history.Where(version => string.Equals(version.BindingId, bindingId, StringComparison.Ordinal)).Max(version => version.EffectiveFrom);
            if (from is { } day && day < last)
                throw Hosting.BillingException.Conflict(ErrorCodes.RequestConflict, $"Binding {bindingId} changes again on {last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.", "Remove it from that day on, or later.", bindingId);
            return new BindingVersion(bindingId, from ?? last, null);
        },
        cancellationToken);

    public static Hosting.BillingException Unknown(string tenantId, string bindingId) =>
        Hosting.BillingException.NotFound(ErrorCodes.BindingNone, $"Tenant {tenantId} has no binding '{bindingId}'.", $"GET /api/tenants/{tenantId}/bindings lists what it has.", bindingId);

    private async Task CheckModuleAsync(string tenantId, Binding binding, CancellationToken cancellationToken)
    {
        var range = VersionRange.Parse(binding.VersionRange);
        var versions = (await modules.ListAsync(tenantId, cancellationToken)).Where(module => string.Equals(module.Manifest.ModuleId, binding.ModuleId, StringComparison.Ordinal)).ToList();
        var inRange = versions.Find(module => range.Contains(SemanticVersion.Parse(module.Manifest.Version)));
        if (inRange is null)
        {
            throw new Hosting.BillingException(
                new(
                    ErrorCodes.ModuleUnknown,
                    $"Binding {binding.BindingId} asks for {binding.ModuleId} {binding.VersionRange}, which is not published.",
                    versions.Count == 0 ? $"Publish {binding.ModuleId} first." : $"Published are {string.Join(", ", versions.Select(module => module.Manifest.Version))}.",
                    binding.ModuleId),
                422);
        }

        if (inRange.Manifest.Type != ModuleType.Producer)
            throw new Hosting.BillingException(new(ErrorCodes.ProgramInvalid, $"Binding {binding.BindingId} binds {binding.ModuleId}, which is no producer.", "Transformers and validators are stages of a program.", binding.ModuleId), 422);
    }

    /// <summary>The same row when it ties with no other binding on the day it begins nor on any later day on which something changes.</summary>
    private static BindingVersion Untied(IReadOnlyList<BindingVersion> history, BindingVersion version)
    {
        IReadOnlyList<BindingVersion> changed = [.. history.Where(row => row.EffectiveFrom != version.EffectiveFrom || !string.Equals(row.BindingId, version.BindingId, StringComparison.Ordinal)), version];
        foreach (var day in changed.Select(row => row.EffectiveFrom).Where(day => day >= version.EffectiveFrom).Distinct().Order())
        {
            var inForce = BindingTimeline.InForce(changed, day);
            if (inForce.Contains(version.Binding!))
                BindingSelectors.CheckTie(version.Binding!, inForce);
        }

        return version;
    }
}

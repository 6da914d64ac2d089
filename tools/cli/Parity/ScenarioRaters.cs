using System.Collections.Concurrent;
using Billing.Contracts;
using Billing.Rating;
using Billing.Sandbox.Engine;

namespace Billing.Cli.Parity;

/// <summary>Rates scenarios under any set of policies: one engine and one compilation of the modules for all of them. Safe for many threads.</summary>
public sealed class ScenarioRaters : IDisposable
{
    // A prepared pipeline is small; this only keeps a long search from holding thousands.
    private const int Kept = 512;

    private static readonly IReadOnlyDictionary<string, string> NoChanges = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly FirstPartyModules _modules;
    private readonly CilWasmEngine _engine = new();
    private readonly CompanyRater _rater;
    private readonly ConcurrentDictionary<string, Task<ScenarioRating>> _ratings = new(StringComparer.Ordinal);

    public ScenarioRaters(FirstPartyModules modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        _modules = modules;
        _rater = new CompanyRater(_engine, modules.Modules);
    }

    /// <param name="profile">Named in the policy catalog.</param>
    /// <param name="changes">Policies that differ from the profile's; null for none.</param>
    /// <exception cref="BillingException"><c>policy.profile_unknown</c>, <c>policy.unknown</c> and whatever is wrong with the program.</exception>
    public Task<ScenarioRating> UnderAsync(string profile, IReadOnlyDictionary<string, string>? changes = null)
    {
        changes ??= NoChanges;
        if (_ratings.Count > Kept)
            _ratings.Clear();
        var key = string.Join('\n', changes.OrderBy(change => change.Key, StringComparer.Ordinal).Select(change => change.Key + "=" + change.Value).Prepend(profile));
        return _ratings.GetOrAdd(key, _ => PrepareAsync(profile, changes));
    }

    public void Dispose()
    {
        _rater.Dispose();
        _engine.Dispose();
    }

    private async Task<ScenarioRating> PrepareAsync(string profile, IReadOnlyDictionary<string, string> changes)
    {
        var resolved = new PipelineResolver(Catalogs.Policies).Resolve(_modules.Program.Program, _modules.Program.Bindings, _modules.Modules.Versions, profile, changes);
        return new ScenarioRating(_rater, await _rater.PrepareAsync("golden", PipelineBuilder.Build(resolved, _engine.Version, "golden")).ConfigureAwait(false));
    }
}

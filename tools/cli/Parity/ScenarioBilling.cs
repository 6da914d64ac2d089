using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>Bills golden scenarios of every family in this process, under a profile or with single policies of it changed. Safe for many threads.</summary>
/// <param name="modules">Called once, when the first scenario with a company comes: tax calculations alone need no modules.</param>
public sealed class ScenarioBilling(Func<FirstPartyModules> modules) : IDisposable
{
    private readonly PolicyResolver _policies = new(Catalogs.Policies);
    private readonly Lazy<ScenarioRaters> _raters = new(() => new ScenarioRaters(modules()));

    /// <summary>The answer in the shape of golden's <c>expected</c>; whatever is wrong with the scenario is its error.</summary>
    /// <param name="changes">Policies that differ from the profile's; null for none. Those of the scenario's own database stand in any case.</param>
    /// <exception cref="BillingException"><c>policy.profile_unknown</c>, <c>policy.unknown</c> and whatever is wrong with the program.</exception>
    /// <exception cref="CliException">The modules are not built.</exception>
    public async Task<JsonObject> AnswerAsync(
        GoldenScenario scenario, string profile, IReadOnlyDictionary<string, string>? changes = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        changes = ScenarioPolicies.Over(changes, scenario);
        if (scenario.IsTaxCalculation)
            return AmountTax.Answer(scenario, TaxPolicies.Of(_policies.Resolve(profile, changes, program: null)));
        var rating = await _raters.Value.UnderAsync(profile, changes).ConfigureAwait(false);
        return await rating.AnswerAsync(scenario, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_raters.IsValueCreated)
            _raters.Value.Dispose();
    }
}

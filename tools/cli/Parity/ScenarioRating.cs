using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;
using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Cli.Parity;

/// <summary>Bills scenarios in this process: the rating, the sandbox and the tax code of the services, without bus and database.</summary>
public sealed class ScenarioRating : IDisposable
{
    private readonly IWasmEngine _engine;
    private readonly CompanyRater _rater;
    private readonly PreparedPipeline _pipeline;
    private readonly InvoiceCalculator _invoices;
    private readonly InputDocumentWriter _inputs = new(Catalogs.Facts);

    private ScenarioRating(IWasmEngine engine, CompanyRater rater, PreparedPipeline pipeline)
    {
        _engine = engine;
        _rater = rater;
        _pipeline = pipeline;
        _invoices = new InvoiceCalculator(pipeline.Document);
    }

    /// <exception cref="BillingException"><c>policy.profile_unknown</c> and whatever is wrong with the program.</exception>
    public static async Task<ScenarioRating> StartAsync(FirstPartyModules modules, string profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var engine = new CilWasmEngine();
        try
        {
            var resolved = new PipelineResolver(Catalogs.Policies).Resolve(modules.Program.Program, modules.Program.Bindings, modules.Modules.Versions, profile);
            var rater = new CompanyRater(engine, modules.Modules);
            var pipeline = await rater.PrepareAsync("golden", PipelineBuilder.Build(resolved, engine.Version, "golden"), cancellationToken).ConfigureAwait(false);
            return new ScenarioRating(engine, rater, pipeline);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>The answer in the shape of golden's <c>expected</c>; whatever is wrong with the scenario is its error.</summary>
    public async Task<JsonObject> AnswerAsync(GoldenScenario scenario, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.IsAlreadyInvoiced)
            return ScenarioAnswer.Empty();
        try
        {
            var input = GoldenInput.Of(scenario, Catalogs.Facts);
            var outcome = await _rater.RateAsync(_pipeline, _inputs.Write(input), cancellationToken).ConfigureAwait(false);
            if (outcome.Rated is not { } rated)
                return ScenarioAnswer.Failed(outcome.Error!);
            var invoice = _invoices.Calculate(input, rated.ChargeSet, rated.Digest, revision: 1);
            if (invoice.Error is { } error)
                return ScenarioAnswer.Failed(error);
            return invoice.Document is { } document ? ScenarioAnswer.Billed(input, rated.ChargeSet, document) : ScenarioAnswer.Nothing(rated.ChargeSet);
        }
        catch (BillingException exception)
        {
            return ScenarioAnswer.Failed(exception.Error);
        }
    }

    public void Dispose()
    {
        _rater.Dispose();
        _engine.Dispose();
    }
}

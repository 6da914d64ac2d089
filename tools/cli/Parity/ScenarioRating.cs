using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>Bills scenarios under one set of policies in this process: the rating, the sandbox and the tax code of the services, without bus and database.</summary>
public sealed class ScenarioRating
{
    private const string Skipped = "skipped";

    private readonly CompanyRater _rater;
    private readonly PreparedPipeline _pipeline;
    private readonly InvoiceCalculator _invoices;
    private readonly InputDocumentWriter _inputs = new(Catalogs.Facts);

    public ScenarioRating(CompanyRater rater, PreparedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(rater);
        ArgumentNullException.ThrowIfNull(pipeline);
        _rater = rater;
        _pipeline = pipeline;
        _invoices = new InvoiceCalculator(pipeline.Document);
    }

    /// <summary>
    /// The answer in the shape of golden's <c>expected</c>, and the ids of the modules that ran as <c>modules</c>; whatever is wrong with the scenario is its error.
    /// </summary>
    public async Task<JsonObject> AnswerAsync(GoldenScenario scenario, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.IsAlreadyInvoiced)
            return ScenarioAnswer.Empty();
        try
        {
            var input = GoldenInput.Of(scenario, Catalogs.Facts, _pipeline.Document.Policies[TaxDates.Policy]);
            var outcome = await _rater.RateAsync(_pipeline, _inputs.Write(input), cancellationToken).ConfigureAwait(false);
            var answer = outcome.Rated is { } rated
                ? ScenarioAnswer.Of(input, rated.ChargeSet, _invoices.Calculate(input, rated.ChargeSet, rated.Digest, revision: 1))
                : ScenarioAnswer.Failed(outcome.Error!);
            answer["modules"] = Modules(outcome.Executions);
            return answer;
        }
        catch (BillingException exception)
        {
            return ScenarioAnswer.Failed(exception.Error);
        }
    }

    private static JsonArray Modules(IReadOnlyList<Execution> executions)
    {
        var ran = executions.Where(execution => execution.Outcome != Skipped).Select(execution => execution.ModuleId);
        return new JsonArray([.. ran.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]);
    }
}

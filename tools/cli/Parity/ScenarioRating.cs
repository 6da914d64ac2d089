using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>Bills scenarios under one set of policies in this process: the rating, the sandbox and the tax code of the services, without bus and database.</summary>
public sealed class ScenarioRating
{
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

    /// <summary>The answer in the shape of golden's <c>expected</c>; whatever is wrong with the scenario is its error.</summary>
    public async Task<JsonObject> AnswerAsync(GoldenScenario scenario, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.IsAlreadyInvoiced)
            return ScenarioAnswer.Empty();
        try
        {
            var input = GoldenInput.Of(scenario, Catalogs.Facts, _pipeline.Document.Policies[TaxDates.Policy]);
            var outcome = await _rater.RateAsync(_pipeline, _inputs.Write(input), cancellationToken).ConfigureAwait(false);
            if (outcome.Rated is not { } rated)
                return ScenarioAnswer.Failed(outcome.Error!);
            return ScenarioAnswer.Of(input, rated.ChargeSet, _invoices.Calculate(input, rated.ChargeSet, rated.Digest, revision: 1));
        }
        catch (BillingException exception)
        {
            return ScenarioAnswer.Failed(exception.Error);
        }
    }
}

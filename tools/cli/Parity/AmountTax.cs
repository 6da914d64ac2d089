using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>Family <c>taxcalc</c>: the tax on one amount at one date in the company's default region.</summary>
public static class AmountTax
{
    private const string Pack = "TaxRatesPack";

    /// <summary>The answer in the shape of golden's <c>expected</c>; whatever is wrong with the scenario is its error.</summary>
    public static JsonObject Answer(GoldenScenario scenario, TaxPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(policies);
        try
        {
            var net = Net(scenario);
            return ScenarioAnswer.Taxed(Tax(scenario, net, policies), net);
        }
        catch (BillingException exception)
        {
            return ScenarioAnswer.Failed(exception.Error);
        }
        catch (OverflowException)
        {
            return ScenarioAnswer.Failed(new BillingError(ErrorCodes.MoneyOverflow, $"The tax of scenario {scenario.Id} does not fit 64 bits.", Subject: scenario.Id));
        }
    }

    private static TaxAmount Tax(GoldenScenario scenario, long net, TaxPolicies policies)
    {
        var company = scenario.Context.RequiredObject("company");
        if (company.Flag("is_tax_exempt") || company.Flag("is_reverse_charge"))
            return TaxAmount.Nothing;
        var date = scenario.Input!.Value.RequiredDate("date");
        var region = company.OptionalText("default_tax_region");
        var rates = region is null ? [] : Rates(scenario).InForce(region, date);
        return rates.Count > 0
            ? TaxAmount.Of(Math.Max(0, net), rates, date, policies.Rounding)
            : throw new BillingException(
                ErrorCodes.TaxRateMissing,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"No active tax rate for region {region ?? "(none)"} on {date:yyyy-MM-dd}."),
                subject: region);
    }

    private static TaxRates Rates(GoldenScenario scenario)
    {
        var pack = Catalogs.Facts.Packs.First(pack => pack.Name == Pack);
        return scenario.Facts.TryGetValue(Pack, out var rows)
            ? new TaxRates([.. rows.EnumerateArray().Select(row => JsonSerializer.SerializeToElement(PackRow.Convert(pack, row)))])
            : throw new BillingException(ErrorCodes.PackMissing, $"Scenario {scenario.Id} has no {Pack}.", subject: Pack);
    }

    private static long Net(GoldenScenario scenario) =>
        scenario.Input!.Value.Optional("net_cents") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var net)
            ? net
            : throw GoldenJson.Missing("input.net_cents", "integer");
}

using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Contracts;

namespace Billing.Cli.Comparison;

/// <summary>A scenario as it was loaded into a tenant: its company there, and its invoice told in the file's own ids and regions.</summary>
internal sealed class LoadedScenario
{
    private readonly Dictionary<string, string> _serviceInFile = new(StringComparer.Ordinal);
    private readonly string _regionSuffix;

    public LoadedScenario(GoldenScenario scenario, ScenarioIdentity identity)
    {
        CompanyId = identity.Id(scenario.Context.RequiredObject("company").RequiredText("company_id"));
        _regionSuffix = identity.Region(string.Empty);
        if (!scenario.Facts.TryGetValue("CatalogPack", out var services))
            return;
        foreach (var service in services.EnumerateArray().Select(row => row.RequiredText("service_id")))
            _serviceInFile[identity.Id(service)] = service;
    }

    public string CompanyId { get; }

    /// <summary>No invoice and no failure: nothing was billed.</summary>
    public GoldenAnswer Answer(InvoiceDocument? invoice, BillingError? failure)
    {
        if (invoice is null)
            return new GoldenAnswer(failure is null ? null : $"{failure.Code}: {failure.Message}", [], [], null, null);
        var items = invoice.Items.Where(item => LegacyWords.ChargeType(item.ChargeType) is not null);
        return new GoldenAnswer(
            null,
            [.. items.SelectMany(item => item.Details.Select(detail => new ChargeLine(LegacyWords.ChargeType(item.ChargeType)!, InFile(detail.ServiceId), detail.NetCents)))],
            [],
            new InvoiceLines([.. invoice.Items.Select(Item)], invoice.SubtotalCents, invoice.TaxCents, invoice.TotalCents),
            null);
    }

    private ItemLine Item(InvoiceItem item) => new(
        item.TaxRegion is { } region && region.EndsWith(_regionSuffix, StringComparison.Ordinal) ? region[..^_regionSuffix.Length] : item.TaxRegion,
        new TaxedAmount(item.NetCents, item.TaxCents),
        item.ChargeType is ChargeType.Recurring ? [.. item.Details.Select(detail => new TaxedAmount(detail.NetCents, detail.TaxCents))] : []);

    private string? InFile(string? serviceId) => serviceId is not null && _serviceInFile.TryGetValue(serviceId, out var inFile) ? inFile : serviceId;
}

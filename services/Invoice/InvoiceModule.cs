using Billing.Hosting;
using Billing.Invoice.Invoices;
using Billing.Invoice.Issuing;
using Billing.Invoice.Previews;
using Billing.Invoice.Storage;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Invoice;

/// <summary>The Invoice service: tax, invoices and their numbers, previews.</summary>
public sealed class InvoiceModule : IServiceModule
{
    internal const string ServiceName = "invoice";

    public string Name => ServiceName;

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<InvoiceNumberOptions>()
            .Bind(configuration.GetSection(InvoiceNumberOptions.Section))
            .ValidateDataAnnotations()
            .Validate(options => !string.Equals(options.InvoicePrefix, options.CreditNotePrefix, StringComparison.Ordinal), "InvoiceNumbers: invoices and credit notes need different prefixes.")
            .ValidateOnStart();
        services.AddSingleton<InvoiceStore>();
        services.AddSingleton<InvoiceDrafting>();
        services.AddSingleton<IssuingTarget>();
        services.AddSingleton<PreviewTarget>();
        services.AddSingleton<BatchInvoicing>();
        services.AddSingleton<InvoiceReader>();
        services.AddSingleton<PreviewReader>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<CompaniesRatedConsumer, CompaniesRatedConsumerDefinition>();
        bus.AddConsumer<InteractiveCompaniesRatedConsumer, InteractiveCompaniesRatedConsumerDefinition>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapInvoices();
        endpoints.MapPreviews();
    }
}

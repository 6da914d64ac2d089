using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>
/// Source-generated JSON for every document that crosses a boundary: snake_case, nulls left out. Unknown members are ignored in messages, so that they can
/// grow, and refused in what people write (requests, manifests, programs, bindings, catalogs), where one is a misspelling.
/// A constructor parameter that may be null therefore has the default null: without one, a record could not read what it wrote.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(BillingError))]
[JsonSerializable(typeof(BillingWarning))]
[JsonSerializable(typeof(Charge))]
[JsonSerializable(typeof(ChargeSet))]
[JsonSerializable(typeof(Execution))]
[JsonSerializable(typeof(IReadOnlyList<Execution>))]
[JsonSerializable(typeof(CompanyInput))]
[JsonSerializable(typeof(ModuleInput))]
[JsonSerializable(typeof(ModuleOutput))]
[JsonSerializable(typeof(ValidatorOutput))]
[JsonSerializable(typeof(ModuleManifest))]
[JsonSerializable(typeof(BillingProgram))]
[JsonSerializable(typeof(ProgramFile))]
[JsonSerializable(typeof(Binding))]
[JsonSerializable(typeof(IReadOnlyList<Binding>))]
[JsonSerializable(typeof(PipelineDocument))]
[JsonSerializable(typeof(FactCatalog))]
[JsonSerializable(typeof(PolicyCatalog))]
[JsonSerializable(typeof(RunBilling))]
[JsonSerializable(typeof(ManualInvoiceRequest))]
[JsonSerializable(typeof(IReadOnlyList<ManualItem>))]
[JsonSerializable(typeof(CancelRun))]
[JsonSerializable(typeof(RunRequestRejected))]
[JsonSerializable(typeof(BillingRunProgressed))]
[JsonSerializable(typeof(BillingRunCompleted))]
[JsonSerializable(typeof(PipelinePinned))]
[JsonSerializable(typeof(PlanCompanies))]
[JsonSerializable(typeof(RateCompanies))]
[JsonSerializable(typeof(CompaniesRated))]
[JsonSerializable(typeof(InvoicesIssued))]
[JsonSerializable(typeof(PreviewsReady))]
[JsonSerializable(typeof(CompanyFailed))]
[JsonSerializable(typeof(InvoiceDocument))]
[JsonSerializable(typeof(InvoiceView))]
[JsonSerializable(typeof(PreviewView))]
[JsonSerializable(typeof(Page<InvoiceSummary>))]
[JsonSerializable(typeof(Page<PreviewSummary>))]
[JsonSerializable(typeof(Page<ExecutionView>))]
[JsonSerializable(typeof(IReadOnlyList<BillingWarning>))]
[JsonSerializable(typeof(Page<RunView>))]
[JsonSerializable(typeof(Page<RunCompanyView>))]
[JsonSerializable(typeof(CompanyOutcome))]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(RunMode))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(ModuleView))]
[JsonSerializable(typeof(IReadOnlyList<ModuleView>))]
[JsonSerializable(typeof(PublishModule))]
[JsonSerializable(typeof(PutBinding))]
[JsonSerializable(typeof(ResolvedPipeline))]
[JsonSerializable(typeof(FactsLoaded))]
[JsonSerializable(typeof(FactPackRows))]
[JsonSerializable(typeof(IReadOnlyList<FactPackRows>))]
public sealed partial class BillingJson : JsonSerializerContext;

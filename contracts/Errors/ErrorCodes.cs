namespace Billing.Contracts;

/// <summary>Codes of <see cref="BillingError"/> that the host itself raises. Codes are stable: clients switch on them.</summary>
public static class ErrorCodes
{
    // A request that cannot be understood or carried out.
    public const string RequestInvalid = "request.invalid";
    public const string RequestConflict = "request.conflict";
    public const string ManualItemInvalid = "manual.item_invalid";
    public const string PeriodInvalid = "period.invalid";
    public const string CompanyUnknown = "company.unknown";
    public const string TenantUnknown = "tenant.unknown";
    public const string RunUnknown = "run.unknown";
    public const string PreviewUnknown = "run.preview_unknown";
    public const string RunFinished = "run.finished";
    public const string InvoiceUnknown = "invoice.unknown";
    public const string ProgramInvalid = "program.invalid";
    public const string ProfileUnknown = "policy.profile_unknown";
    public const string PolicyUnknown = "policy.unknown";
    public const string DocumentInvalid = "document.invalid";
    public const string VersionInvalid = "version.invalid";

    // Facts and planning.
    public const string PackMissing = "fact.pack_missing";
    public const string FieldMissing = "fact.field_missing";
    public const string VersionConflict = "fact.version_conflict";
    public const string FactInvalid = "fact.invalid";
    public const string FactSourceUnknown = "fact.source_unknown";
    public const string AssignmentNone = "assignment.none";
    public const string CycleSpansChange = "cycle.spans_change";
    public const string CurrencyMixed = "currency.mixed";

    // Bindings and modules.
    public const string BindingNone = "binding.none";
    public const string BindingAmbiguous = "binding.ambiguous";
    public const string ModuleUnknown = "module.unknown";
    public const string ModuleExists = "module.version_exists";
    public const string ModuleInvalid = "module.invalid";
    public const string ModuleUnsupported = "module.unsupported";
    public const string ModuleImportRefused = "module.import_refused";
    public const string ModuleExportMissing = "module.export_missing";
    public const string ModuleAbort = "module.abort";
    public const string ManifestInvalid = "manifest.invalid";
    public const string OutputInvalid = "module.output_invalid";
    public const string ValidationFailed = "validation.failed";

    // What a sandboxed call can end with; trap codes are open-ended: trap.unreachable, trap.memory, …
    public const string TrapPrefix = "trap.";
    public const string LimitFuel = "limit.fuel";
    public const string LimitMemory = "limit.memory";
    public const string LimitTime = "limit.time";
    public const string LimitStack = "limit.stack";
    public const string LimitInput = "limit.input";
    public const string LimitOutput = "limit.output";

    // Tax and invoicing.
    public const string TaxRateMissing = "tax.rate_missing";
    public const string MoneyOverflow = "money.overflow";
    public const string EventAlreadyBilled = "event.already_billed";
    public const string EventUnrouted = "event.unrouted";
    public const string PeriodOverlap = "invoice.period_overlap";
    public const string InvoiceRefused = "invoice.refused";

    // The machinery.
    public const string SnapshotMissing = "snapshot.missing";
    public const string DeliveryExhausted = "delivery.exhausted";
    public const string ServiceUnavailable = "service.unavailable";
    public const string SettingInvalid = "setting.invalid";
    public const string AddressInUse = "address.in_use";
    public const string DatabaseRefused = "database.refused";
    public const string BrokerRefused = "broker.refused";
    public const string MigrationChanged = "migration.changed";
    public const string MigrationFailed = "migration.failed";
    public const string Internal = "internal";
}

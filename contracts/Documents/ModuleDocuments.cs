using System.Text.Json;

namespace Billing.Contracts;

/// <summary>What one call of a module gets, as one minified canonical JSON document. Absent parts are absent, absent values are null.</summary>
public sealed record ModuleInput
{
    public required int Abi { get; init; }

    /// <summary>The AssignmentPack row; Producers only.</summary>
    public JsonElement? Scope { get; init; }

    public required ModuleContext Context { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Facts { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>? Events { get; init; }

    public IReadOnlyList<JsonElement>? Balances { get; init; }

    /// <summary>Transformers and Validators only.</summary>
    public IReadOnlyList<Charge>? Charges { get; init; }

    public JsonElement? Args { get; init; }

    /// <summary>The policies the module's manifest names, resolved.</summary>
    public required IReadOnlyDictionary<string, string> Policies { get; init; }
}

/// <summary>What a module knows of where and when it runs.</summary>
public sealed record ModuleContext(string TenantId, JsonElement Company, BillingPeriod Period, DateTimeOffset Now, string Seed);

/// <summary>What a Producer or Transformer returns; or only <see cref="Error"/> when it refuses with a typed failure of its own.</summary>
public sealed record ModuleOutput
{
    public IReadOnlyList<Charge>? Charges { get; init; }

    public IReadOnlyList<ConsumedEvent>? Consumed { get; init; }

    public IReadOnlyList<Balance>? Balances { get; init; }

    public IReadOnlyList<BillingWarning>? Warnings { get; init; }

    public BillingError? Error { get; init; }
}

/// <summary>What a Validator returns; or only <see cref="Error"/> when it refuses. <see cref="Charges"/>, when present, are the same charges normalised.</summary>
public sealed record ValidatorOutput
{
    /// <summary>False exactly when there are failures.</summary>
    public bool? Ok { get; init; }

    public IReadOnlyList<ValidationFailure>? Failures { get; init; }

    public IReadOnlyList<BillingWarning>? Warnings { get; init; }

    public IReadOnlyList<Charge>? Charges { get; init; }

    public BillingError? Error { get; init; }
}

public sealed record ValidationFailure(string Code, string Message, string? ChargeId = null);

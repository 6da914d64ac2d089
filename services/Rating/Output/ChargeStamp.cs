using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// What the host sets on the charges of one call: who made them, where, and their ids. A charge's id is the first 32 hex digits of the SHA-256 of the canonical
/// array <c>[tenant, company, cycle, scope or stage, module_id, line_key]</c>, so that the same line has the same id in every revision and under every version of its module.
/// </summary>
internal sealed class ChargeStamp
{
    private const int IdLength = 32;

    private readonly CanonicalOutput _identity = new();
    private readonly int _prefixLength;

    /// <param name="place">Assignment id of a scope, the stage's name, or stage and partition.</param>
    public ChargeStamp(InputDocument input, ModuleUse module, string place)
    {
        Source = module.Name;
        Place = place;
        Defaults = module.Defaults;
        CurrencyCode = input.CurrencyCode;
        _identity.Write("["u8);
        foreach (var part in (ReadOnlySpan<string>)[input.TenantId, input.CompanyId, input.Period.BillingCycleId, place, module.Ref.ModuleId])
        {
            _identity.WriteText(part);
            _identity.Write(","u8);
        }

        _prefixLength = _identity.WrittenCount;
    }

    /// <summary><c>module_id@version</c>.</summary>
    public string Source { get; }

    public string Place { get; }

    /// <summary>Dimensions the manifest gives to charges that do not have them.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; }

    /// <summary>The only currency a charge may have.</summary>
    public string CurrencyCode { get; }

    public string ChargeId(string lineKey)
    {
        _identity.WriteText(lineKey);
        _identity.Write("]"u8);
        var id = Digest.Of(_identity.WrittenSpan)[..IdLength];
        _identity.Truncate(_prefixLength);
        return id;
    }

    /// <summary>The dimensions of a charge of this call, by name.</summary>
    /// <param name="own">Those the module gave.</param>
    /// <param name="scope">Null outside a producer.</param>
    public IReadOnlyDictionary<string, string> Dimensions(OrderedTexts own, Scope? scope)
    {
        if (scope is not null)
        {
            own.TryAdd("assignment_id", scope.AssignmentId);
            own.TryAdd("plan_id", scope.PlanId);
            own.TryAdd("plan_type", scope.PlanType);
            if (scope.BundleId is not null)
                own.TryAdd("bundle_id", scope.BundleId);
        }

        foreach (var (name, value) in Defaults)
            own.TryAdd(name, value);
        return own;
    }
}

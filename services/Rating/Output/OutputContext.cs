using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What an output is checked against: the ids it may name, and what the host stamps on its charges.</summary>
/// <param name="given">Charges that went in; null in a producer.</param>
/// <param name="events">Asked when the output names an event first: most name none that the host does not know from before.</param>
internal sealed class OutputContext(ChargeStamp stamp, bool mayGiveCharges, Scope? scope, StageCharges? given, Func<IReadOnlyDictionary<string, string>> events)
{
    public const string TwoPacks = "";

    private IReadOnlyDictionary<string, string>? _events;

    public ChargeStamp Stamp { get; } = stamp;

    /// <summary>False for a validator that reads parts of charges only: it has nothing whole to give back.</summary>
    public bool MayGiveCharges { get; } = mayGiveCharges;

    /// <summary>Null outside a producer.</summary>
    public Scope? Scope { get; } = scope;

    /// <summary>Charges that went in; null in a producer.</summary>
    public StageCharges? Given { get; } = given;

    /// <summary>Pack of each event that went in, by the event's id; <see cref="TwoPacks"/> when two packs have the id.</summary>
    public IReadOnlyDictionary<string, string> Events => _events ??= events();
}

/// <summary>An output that was believed: everything in it is what the contract says.</summary>
internal sealed class ModuleResult
{
    /// <summary>Null when the document has none, because a Validator may leave them as they are, and of a call that was skipped.</summary>
    public List<Charge>? Charges { get; set; }

    public List<ConsumedEvent> Consumed { get; } = [];

    public List<Balance> Balances { get; } = [];

    public List<BillingWarning> Warnings { get; } = [];

    public List<ValidationFailure> Failures { get; } = [];

    /// <summary>Events that charges name in <c>input_refs</c>.</summary>
    public List<(string Pack, string EventId)> Charged { get; } = [];

    /// <summary>Of a Validator.</summary>
    public bool? Ok { get; set; }

    /// <summary>The module's own typed refusal.</summary>
    public BillingError? Error { get; set; }
}

/// <summary>An output broke its contract.</summary>
internal sealed class OutputInvalidException(string path, string reason) : Exception(ModuleText.Shown($"{path}: {reason}"))
{
    public string Path { get; } = ModuleText.Shown(path);

    public string Reason { get; } = ModuleText.Shown(reason);
}

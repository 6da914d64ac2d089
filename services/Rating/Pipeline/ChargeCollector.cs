using System.Buffers;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Gathers what the calls of one company came to, in canonical order, and makes its charge set.</summary>
internal sealed class ChargeCollector(PreparedPipeline pipeline, InputDocument input, IReadOnlyList<BillingWarning> warnings)
{
    private const string SettledByCharge = "charged";
    private const string Whole = "whole";

    private readonly List<Execution> _executions = [];
    private readonly List<BillingWarning> _warnings = [.. warnings];
    private readonly Dictionary<(string Pack, string EventId, string Part), ConsumedEvent> _settled = [];
    private readonly List<Balance> _balances = [];

    public StageCharges Charges { get; private set; } = new([]);

    /// <summary>Null while nothing failed.</summary>
    public (BillingError Error, bool IsFinal)? Failure { get; private set; }

    public IReadOnlyList<Execution> Executions => _executions;

    /// <summary>Records a call. False when it failed: what comes after it is not run.</summary>
    public bool Add(CallOutcome call)
    {
        _executions.Add(call.Execution with { Sequence = _executions.Count });
        if (call.Error is { } error)
        {
            Failure = (error, call.IsFinal);
            return false;
        }

        var result = call.Result!;
        _warnings.AddRange(result.Warnings);
        _balances.AddRange(result.Balances);
        foreach (var consumed in result.Consumed)
            _settled[(consumed.Pack, consumed.EventId, consumed.Part)] = consumed; // a stage that takes a charge out says what became of its event
        foreach (var (pack, id) in result.Charged)
            _settled.TryAdd((pack, id, Whole), new ConsumedEvent(pack, id, Whole, SettledByCharge));

        return true;
    }

    public void Fail(BillingError error, bool isFinal) => Failure ??= (error, isFinal);

    public void Warn(BillingWarning warning) => _warnings.Add(warning);

    public void Replace(IReadOnlyList<Charge> charges) => Charges = new StageCharges(charges, Charges);

    /// <summary>By assignment, service and period.</summary>
    public IReadOnlyList<Balance> Balances() =>
    [
        .. _balances
            .OrderBy(balance => balance.AssignmentId, StringComparer.Ordinal)
            .ThenBy(balance => balance.ServiceId, StringComparer.Ordinal)
            .ThenBy(balance => balance.PeriodStart),
    ];

    public RatingOutcome Outcome()
    {
        if (Failure is { } failure)
            return new RatingOutcome { Error = failure.Error, IsFinal = failure.IsFinal, Executions = _executions };
        var set = new ChargeSet
        {
            TenantId = input.TenantId,
            CompanyId = input.CompanyId,
            BillingCycleId = input.Period.BillingCycleId,
            InputDigest = input.Digest,
            PipelineDigest = pipeline.Digest,
            Charges = Charges.Items,
            Settled = [.. _settled.Values
                .OrderBy(settled => settled.Pack, StringComparer.Ordinal)
                .ThenBy(settled => settled.EventId, StringComparer.Ordinal)
                .ThenBy(settled => settled.Part, StringComparer.Ordinal)],
            Balances = Balances(),
            Warnings = _warnings,
        };
        var bytes = ChargeSetWriter.Write(set, Charges);
        return new RatingOutcome { Rated = new RatedCharges(set, bytes, Digest.Of(bytes)), IsFinal = true, Executions = _executions };
    }
}

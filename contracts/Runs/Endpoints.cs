namespace Billing.Contracts;

/// <summary>
/// Names of the bus endpoints: one queue each, kebab-case. Commands are sent to one of them; events are published.
/// What exhausts its deliveries at an endpoint, or cannot be handled there, lies in <c>&lt;endpoint&gt;_dead</c>.
/// </summary>
public static class Endpoints
{
    /// <summary>Planner: plain JSON <see cref="RunBilling"/>, from any language.</summary>
    public const string RunRequests = "billing-run-requests";

    /// <summary>Planner: <see cref="CancelRun"/>.</summary>
    public const string CancelRun = "cancel-run";

    /// <summary>Planner: <see cref="PlanCompanies"/>, batch lane.</summary>
    public const string PlanCompanies = "plan-companies";

    /// <summary>Planner: <see cref="PlanCompanies"/>, interactive lane.</summary>
    public const string PlanCompaniesInteractive = "plan-companies-interactive";

    /// <summary>Executor: <see cref="RateCompanies"/>, batch lane.</summary>
    public const string RateCompanies = "rate-companies";

    /// <summary>Executor: <see cref="RateCompanies"/>, interactive lane.</summary>
    public const string RateCompaniesInteractive = "rate-companies-interactive";

    /// <summary>Invoice: <see cref="CompaniesRated"/>, batch lane.</summary>
    public const string CompaniesRated = "companies-rated";

    /// <summary>Invoice: <see cref="CompaniesRated"/>, interactive lane.</summary>
    public const string CompaniesRatedInteractive = "companies-rated-interactive";

    /// <summary>Planner: subscribes to <see cref="InvoicesIssued"/> and <see cref="PreviewsReady"/>.</summary>
    public const string RunOutcomes = "run-outcomes";

    /// <summary>Planner: <see cref="CompanyFailed"/>.</summary>
    public const string CompanyFailed = "company-failed";

    /// <summary>Suffix of an endpoint's dead-letter queue.</summary>
    public const string DeadSuffix = "_dead";

    /// <summary>Every endpoint above: all of them are declared by every host, so that a command is kept also when its consumer was never started.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RunRequests,
        CancelRun,
        PlanCompanies,
        PlanCompaniesInteractive,
        RateCompanies,
        RateCompaniesInteractive,
        CompaniesRated,
        CompaniesRatedInteractive,
        RunOutcomes,
        CompanyFailed,
    ];

    public static string PlanCompaniesOf(Lane lane) => lane == Lane.Interactive ? PlanCompaniesInteractive : PlanCompanies;

    public static string RateCompaniesOf(Lane lane) => lane == Lane.Interactive ? RateCompaniesInteractive : RateCompanies;

    public static string CompaniesRatedOf(Lane lane) => lane == Lane.Interactive ? CompaniesRatedInteractive : CompaniesRated;

    public static string DeadOf(string endpoint) => endpoint + DeadSuffix;
}

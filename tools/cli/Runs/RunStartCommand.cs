using System.CommandLine;
using Billing.Contracts;

namespace Billing.Cli.Runs;

/// <summary><c>run start</c>: asks for a run and, with <c>--watch</c>, follows it to its end.</summary>
public static class RunStartCommand
{
    public static Command Create()
    {
        var mode = new Option<string>("--mode") { Description = "preview or final.", DefaultValueFactory = _ => "preview" };
        mode.AcceptOnlyFromAmong("preview", "final");
        var period = new Option<string?>("--period") { Description = "First and last day, both inclusive: bills the cycles that lie wholly within." };
        var dueBy = new Option<string?>("--due-by") { Description = "Bills every cycle not billed yet that has ended by this day (its first day not covered is on or before it)." };
        var commit = new Option<Guid?>("--commit") { Description = "Commits this preview run: its cycles, its pipeline, its as-of." };
        var companies = new Option<string[]>("--company") { Description = "Only this company; repeat for more." };
        var key = new Option<string?>("--key") { Description = "Idempotency key: asking twice with one key starts one run. Default: a new one." };
        var id = new Option<Guid?>("--run-id") { Description = "Id the run gets. Default: one derived from tenant and key." };
        var profile = new Option<string?>("--profile") { Description = "Policy profile, such as standard or legacy. Default: the tenant's." };
        var asOf = new Option<DateTimeOffset?>("--as-of") { Description = "What modules see as now (ISO 8601). Default: the time of creation." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Follow the run to its end; exit 1 when companies failed." };
        var command = CliCommand.Create(
            "start",
            "Start a billing run.",
            [
                "alga-billing run start --tenant acme --due-by 2025-02-01 --watch",
                "alga-billing run start --tenant acme --mode final --period 2025-01-01:2025-01-31",
                "alga-billing run start --tenant acme --mode final --commit 0b9f6b5e-3c1d-4a58-9d3c-0d5b1c0f2a11 --watch",
            ],
            async (parse, cancellationToken) =>
            {
                var request = new RunBilling
                {
                    TenantId = CommonOptions.TenantOf(parse),
                    IdempotencyKey = parse.GetValue(key) ?? Guid.CreateVersion7().ToString(),
                    RunId = parse.GetValue(id),
                    Mode = parse.GetValue(mode) is "final" || parse.GetValue(commit) is not null ? RunMode.Final : RunMode.Preview,
                    Period = parse.GetValue(period) is { } text ? InclusivePeriod.Parse(text) : null,
                    DueBy = parse.GetValue(dueBy) is { } day ? InclusivePeriod.ParseDay(day, "--due-by") : null,
                    CompanyIds = parse.GetValue(companies) is { Length: > 0 } ids ? ids : null,
                    PreviewRunId = parse.GetValue(commit),
                    AsOf = parse.GetValue(asOf),
                    Profile = parse.GetValue(profile),
                    RequestedBy = "alga-billing",
                };
                using var client = CommonOptions.ClientOf(parse);
                var run = await client.StartRunAsync(request, cancellationToken).ConfigureAwait(false);
                return parse.GetValue(watch)
                    ? await RunWatch.FollowAsync(client, run, parse.GetValue(CliCommand.Json), cancellationToken).ConfigureAwait(false)
                    : RunReport.Write(run, parse.GetValue(CliCommand.Json));
            });
        foreach (var option in new Option[] { mode, period, dueBy, commit, companies, key, id, profile, asOf, watch })
            command.Options.Add(option);
        return command.WithTenant();
    }
}

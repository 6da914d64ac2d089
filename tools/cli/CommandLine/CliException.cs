using System.Net;
using Billing.Contracts;

namespace Billing.Cli;

/// <summary>Ends a command with one typed error and an exit code.</summary>
public sealed class CliException(BillingError error, int exitCode) : Exception(error.Message)
{
    public BillingError Error { get; } = error;

    public int ExitCode { get; } = exitCode;

    public static CliException Usage(string message, string wayOut, string? subject = null) =>
        new(new BillingError(ErrorCodes.RequestInvalid, message, wayOut, subject), ExitCodes.Usage);

    public static CliException Unavailable(string message, string wayOut) =>
        new(new BillingError(ErrorCodes.ServiceUnavailable, message, wayOut), ExitCodes.Unavailable);

    public static CliException FromResponse(HttpStatusCode status, BillingError error) => new(error, status switch
    {
        HttpStatusCode.NotFound => ExitCodes.NotFound,
        HttpStatusCode.Conflict => ExitCodes.Conflict,
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge => ExitCodes.Usage,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => ExitCodes.Unavailable,
        _ => ExitCodes.Internal,
    });
}

using System.Diagnostics;
using System.Text.Json;
using Billing.Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Billing.Hosting;

/// <summary>Every failure of an HTTP endpoint is a <see cref="BillingError"/> as JSON: typed ones with their status, requests that cannot be read 400, outages 503, anything else 500 with its trace id.</summary>
internal sealed partial class BillingErrorHandler(ILogger<BillingErrorHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (status, error) = Describe(exception);
        if (status >= StatusCodes.Status500InternalServerError)
            LogFailed(exception, httpContext.Request.Method, httpContext.Request.Path, error.Code);
        await WriteAsync(httpContext, status, error, cancellationToken);
        return true;
    }

    public static Task WriteAsync(HttpContext context, int status, BillingError error, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(error, BillingJson.Default.BillingError, "application/json", cancellationToken);
    }

    /// <summary>The body for statuses that routing itself answers: no such path, wrong method, wrong content type.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context)
    {
        var (request, status) = (context.HttpContext.Request, context.HttpContext.Response.StatusCode);
        var error = new BillingError(
            ErrorCodes.RequestInvalid,
            status == StatusCodes.Status415UnsupportedMediaType
                ? $"{request.Method} {request.Path} does not take the content type '{request.ContentType}'."
                : $"There is no {request.Method} {request.Path} here.",
            "/openapi/v1.json lists what is.");
        return WriteAsync(context.HttpContext, status, error, context.HttpContext.RequestAborted);
    }

    private static (int Status, BillingError Error) Describe(Exception exception) => exception switch
    {
        BillingException billing => (billing.Status, billing.Error),
        IBillingFailure failure => (StatusOf(failure.Error.Code), failure.Error),
        BadHttpRequestException request => (request.StatusCode, new(ErrorCodes.RequestInvalid, Explain(request), "Send what /openapi/v1.json describes.")),
        JsonException json => (StatusCodes.Status400BadRequest, new(ErrorCodes.RequestInvalid, $"The body is not what is expected: {JsonProblem.Describe(json)}.", "Send what /openapi/v1.json describes.")),
        SnapshotMissingException missing => (StatusCodes.Status500InternalServerError, new(ErrorCodes.SnapshotMissing, missing.Message, Subject: missing.Digest)),
        _ when Outage.Is(exception) => (StatusCodes.Status503ServiceUnavailable, new(ErrorCodes.ServiceUnavailable, "The database or another service is out of reach.", "Try again; /health/ready says what is missing.")),
        _ => (StatusCodes.Status500InternalServerError, new(ErrorCodes.Internal, "Something failed that nobody foresaw.", $"The log has it under trace {TraceId()}.", TraceId())),
    };

    /// <summary>What a library refuses was understood and cannot be carried out; a tie or a clash is a conflict with what is there.</summary>
    private static int StatusOf(string code) => code is ErrorCodes.BindingAmbiguous or ErrorCodes.ModuleExists or ErrorCodes.RequestConflict
        ? StatusCodes.Status409Conflict
        : StatusCodes.Status422UnprocessableEntity;

    private static string Explain(BadHttpRequestException request) => request.InnerException is JsonException json ? $"The body is not what is expected: {JsonProblem.Describe(json)}." : request.Message;

    private static string? TraceId() => Activity.Current?.TraceId.ToHexString();

    [LoggerMessage(EventName = "http.failed", Level = LogLevel.Error, Message = "{Method} {Path} failed with {Code}")]
    private partial void LogFailed(Exception exception, string method, PathString path, string code);
}

using System.Diagnostics;
using Billing.Hosting;

namespace Billing.Planner.Runs;

/// <summary>
/// A run has one trace. Its root is made when the run is created, its <c>traceparent</c> is kept with the run, and every window of dispatches, however much
/// later and by whichever process, is made under it.
/// </summary>
internal static class RunTrace
{
    /// <summary>The root, under the request that asked for the run. There is one also when nobody listens: the trace id is kept in rows.</summary>
    public static Activity StartRun(string tenantId, Guid runId)
    {
        var activity = BillingTelemetry.Source.StartActivity("billing run", ActivityKind.Producer)
            ?? new Activity("billing run").SetIdFormat(ActivityIdFormat.W3C).Start();
        return Tag(activity, tenantId, runId);
    }

    public static Activity StartDispatch(string traceparent, string tenantId, Guid runId, int batchNo) =>
        StartUnder("dispatch", traceparent, tenantId, runId).SetTag("billing.batch_no", batchNo);

    /// <summary>For what is published of a run outside the handling of its messages.</summary>
    public static Activity StartAnnouncement(string traceparent, string tenantId, Guid runId) => StartUnder("announce", traceparent, tenantId, runId);

    private static Activity StartUnder(string name, string traceparent, string tenantId, Guid runId)
    {
        var parent = ActivityContext.Parse(traceparent, traceState: null);
        var activity = BillingTelemetry.Source.StartActivity(name, ActivityKind.Producer, parent)
            ?? new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
        return Tag(activity, tenantId, runId);
    }

    private static Activity Tag(Activity activity, string tenantId, Guid runId) =>
        activity.SetTag("billing.tenant_id", tenantId).SetTag("billing.run_id", runId.ToString());
}

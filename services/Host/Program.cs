using Billing.Executor;
using Billing.Hosting;
using Billing.Invoice;
using Billing.Planner;
using Billing.Registry;

return await BillingHost.RunAsync(args, [new RegistryModule(), new PlannerModule(), new ExecutorModule(), new InvoiceModule()]);

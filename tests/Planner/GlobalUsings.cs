global using BillingException = Billing.Hosting.BillingException;

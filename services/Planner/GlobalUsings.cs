// Rating's own exception carries the same error without a status; where both are in reach, the one that answers HTTP is meant.
global using BillingException = Billing.Hosting.BillingException;

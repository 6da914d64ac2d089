-- A manual invoice carries its reference where a cycle's has its cycle, and is issued once under it.
drop index invoice.invoices_one_per_cycle;

create unique index invoices_one_per_cycle on invoice.invoices (tenant_id, company_id, billing_cycle_id, revision);

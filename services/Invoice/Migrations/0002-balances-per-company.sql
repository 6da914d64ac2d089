-- Assignment ids are a company's own: two companies may have the same.
drop index invoice.balances_once;

create unique index balances_once on invoice.balances (tenant_id, company_id, assignment_id, service_id, period_start)
    where released_at is null;

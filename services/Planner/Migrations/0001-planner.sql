-- Billing runs: what was asked for, the companies and cycles it came to, and the batches they are sent in.
-- State is rows: progress is counted, never incremented, and a company's state only moves forward.

create table planner.runs
(
    tenant_id       text        not null,
    run_id          uuid        not null,
    idempotency_key text        not null,
    request_digest  text        not null, -- the same key with another request is refused
    request         jsonb       not null,
    mode            text        not null check (mode in ('preview', 'final', 'dual_run')),
    lane            text        not null check (lane in ('batch', 'interactive')),
    state           text        not null check (state in ('requested', 'running', 'paused', 'cancelling', 'cancelled', 'completed', 'completed_with_failures')),
    as_of           timestamptz not null,
    pipeline_digest text        not null,
    preview_run_id  uuid,
    fact_source     text        not null,
    requested_by    text,
    traceparent     text        not null,
    trace_id        text        not null,
    created_at      timestamptz not null,
    dispatched_at   timestamptz,          -- whose turn it is among runs: the longest unserved first
    completed_at    timestamptz,
    counts          jsonb,                -- of a completed run, counted from its rows once
    announced_at    timestamptz,          -- null after completion: the sweeper announces it again
    primary key (tenant_id, run_id),
    unique (tenant_id, idempotency_key),
    check ((completed_at is not null) = (state in ('cancelled', 'completed', 'completed_with_failures')))
);

-- A run's id alone names it in URLs and messages.
create unique index runs_by_id on planner.runs (run_id);
create index runs_newest on planner.runs (tenant_id, created_at desc, run_id);
create index runs_open on planner.runs (dispatched_at nulls first) where completed_at is null;
create index runs_unannounced on planner.runs (completed_at) where completed_at is not null and announced_at is null;

create table planner.run_batches
(
    tenant_id text not null,
    run_id    uuid not null,
    batch_no  int  not null,
    turn      int  not null, -- 1 for every company's first due cycle, 2 for its second…: a turn starts when the one before it is reported
    state     text not null check (state in ('pending', 'sent', 'reported', 'cancelled')),
    attempts  int  not null default 0,
    sent_at   timestamptz,
    due_at    timestamptz,   -- pending: not before; sent: sent again when unreported by then
    primary key (tenant_id, run_id, batch_no),
    foreign key (tenant_id, run_id) references planner.runs
);

create index run_batches_open on planner.run_batches (tenant_id, run_id, turn, due_at nulls first, batch_no) where state in ('pending', 'sent');

create table planner.run_companies
(
    tenant_id         text not null,
    run_id            uuid not null,
    company_id        text not null,
    billing_cycle_id  text not null,
    revision          int  not null,
    company_name      text,
    billing_cycle     text not null,
    period_start      date not null,
    period_end        date not null, -- first day not covered
    tax_date          date,          -- the cycle's own; null leaves it to policy tax_date
    batch_no          int,           -- null when it is never sent: it was invoiced before the run began
    state             text not null check (state in ('pending', 'sent', 'issued', 'previewed', 'nothing_to_bill', 'already_invoiced', 'failed', 'cancelled')),
    retries           int  not null default 0,
    sent_at           timestamptz,
    reported_at       timestamptz,
    input_digest      text,
    charge_set_digest text,
    document_digest   text,
    invoice_id        uuid,
    invoice_number    text,
    currency_code     text,
    total_cents       bigint,
    error             jsonb,
    warnings          jsonb,
    primary key (tenant_id, run_id, company_id, billing_cycle_id),
    foreign key (tenant_id, run_id) references planner.runs,
    check (state <> 'failed' or error is not null)
);

create index run_companies_open on planner.run_companies (tenant_id, run_id, batch_no) where state in ('pending', 'sent');
-- What is billed: a cycle issued by any run is not selected again.
create index run_companies_issued on planner.run_companies (tenant_id, company_id, billing_cycle_id, revision) where state = 'issued';

-- Requests from the queue that could not become runs, with their bytes.
create table planner.rejected_requests
(
    tenant_id       text        not null, -- empty when it could not be read
    body_digest     text        not null,
    body            bytea       not null,
    run_id          uuid,
    idempotency_key text,
    error           jsonb       not null,
    received_at     timestamptz not null,
    announced_at    timestamptz,
    primary key (tenant_id, body_digest)
);

create index rejected_requests_unannounced on planner.rejected_requests (received_at) where announced_at is null;

do
$$
    declare
        table_name text;
    begin
        foreach table_name in array array ['runs', 'run_batches', 'run_companies', 'rejected_requests']
            loop
                execute format('alter table planner.%I enable row level security', table_name);
                execute format('alter table planner.%I force row level security', table_name);
                execute format('create policy tenant on planner.%I using (tenant_id = current_setting(''billing.tenant'', true) '
                                   'or current_setting(''billing.tenant'', true) = ''*'')', table_name);
            end loop;
    end
$$;

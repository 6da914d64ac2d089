-- What a company's input came to under a pipeline: a charge set, or the failure that the same input will always have.
-- Timeouts and other passing failures have no row here, so that they are tried again.
create table executor.charge_sets (
    tenant_id         text        not null,
    input_digest      text        not null,
    pipeline_digest   text        not null,
    company_id        text        not null,
    billing_cycle_id  text        not null,
    charge_set_digest text,
    charge_count      integer     not null check (charge_count >= 0),
    failure           jsonb,
    rated_at          timestamptz not null,
    primary key (tenant_id, input_digest, pipeline_digest),
    constraint charges_or_failure check ((charge_set_digest is null) <> (failure is null))
);

create index charge_sets_digest on executor.charge_sets (tenant_id, charge_set_digest) where charge_set_digest is not null;

-- Every module run. The key is the company's input and pipeline, so that a second delivery writes nothing new.
create table executor.billing_executions (
    tenant_id            text        not null,
    input_digest         text        not null,
    pipeline_digest      text        not null,
    sequence             integer     not null check (sequence >= 0),
    company_id           text        not null,
    billing_cycle_id     text        not null,
    stage                text        not null,
    scope_id             text        not null,
    module_id            text        not null,
    module_version       text        not null,
    module_hash          text        not null,
    module_input_digest  text        not null,
    module_output_digest text,
    fuel                 bigint      not null,
    peak_memory          bigint      not null,
    duration_us          bigint      not null,
    outcome              text        not null,
    warnings             jsonb       not null,
    run_id               uuid        not null,
    trace_id             text,
    recorded_at          timestamptz not null,
    primary key (tenant_id, input_digest, pipeline_digest, sequence)
);

create index billing_executions_run on executor.billing_executions (tenant_id, run_id, company_id, billing_cycle_id, sequence);
create index billing_executions_company on executor.billing_executions (tenant_id, company_id, billing_cycle_id, sequence);

alter table executor.charge_sets enable row level security;
alter table executor.charge_sets force row level security;
create policy tenant on executor.charge_sets
    using (tenant_id = current_setting('billing.tenant', true) or current_setting('billing.tenant', true) = '*');

alter table executor.billing_executions enable row level security;
alter table executor.billing_executions force row level security;
create policy tenant on executor.billing_executions
    using (tenant_id = current_setting('billing.tenant', true) or current_setting('billing.tenant', true) = '*');

-- When each pipeline was last announced or rated with: what an executor that starts prepares before its first batch.
create table executor.pipeline_use (
    tenant_id       text        not null,
    pipeline_digest text        not null,
    used_at         timestamptz not null,
    primary key (tenant_id, pipeline_digest)
);

create index pipeline_use_latest on executor.pipeline_use (used_at desc);

alter table executor.pipeline_use enable row level security;
alter table executor.pipeline_use force row level security;
create policy tenant on executor.pipeline_use
    using (tenant_id = current_setting('billing.tenant', true) or current_setting('billing.tenant', true) = '*');

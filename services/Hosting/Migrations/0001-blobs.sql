-- Documents by content. A blob is stored once per month in which it was referenced (written, or written again), so that retention is the dropping of old partitions:
-- what is still in use has a copy in a younger one. Any copy answers a read, since all hold the same bytes.
create table blobs (
    tenant_id text not null,
    digest bytea not null check (octet_length(digest) = 32),
    month date not null,
    kind text not null,
    size_bytes integer not null,
    encoding smallint not null, -- 0 as is, 1 Brotli
    content bytea not null,
    primary key (tenant_id, digest, month)
) partition by range (month);

-- Compressed before it gets here.
alter table blobs alter column content set storage external;

alter table blobs enable row level security;
alter table blobs force row level security;
create policy tenant on blobs
    using (tenant_id = current_setting('billing.tenant', true) or current_setting('billing.tenant', true) = '*');

-- The service's role may not create tables: this makes the partition of a month for it. A partition by itself is closed; rows are reached through the parent's policy.
create function ensure_month(in_month date) returns void
    language plpgsql security definer set search_path = snapshots, pg_temp as
$$
declare
    first_day date := date_trunc('month', in_month)::date;
    partition_name text := 'blobs_' || to_char(in_month, 'YYYYMM');
begin
    perform pg_advisory_xact_lock(hashtext('snapshots.ensure_month'));
    if to_regclass('snapshots.' || partition_name) is null then
        execute format('create table snapshots.%I partition of snapshots.blobs for values from (%L) to (%L)', partition_name, first_day, (first_day + interval '1 month')::date);
        execute format('alter table snapshots.%I enable row level security', partition_name);
    end if;
end
$$;

revoke all on function ensure_month(date) from public;
grant execute on function ensure_month(date) to billing_snapshots;

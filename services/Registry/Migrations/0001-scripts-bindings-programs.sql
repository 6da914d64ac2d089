-- Tenant 'shared' holds what every tenant may use: first-party modules, the default program and its bindings. Everyone reads it; only the shared tenant writes it.

create table billing_scripts (
    tenant_id text not null,
    module_id text not null,
    version text not null,
    hash text not null check (hash ~ '^[0-9a-f]{64}$'), -- the bytes are snapshot (tenant_id, hash)
    manifest jsonb not null,
    size_bytes integer not null,
    published_at timestamptz not null,
    primary key (tenant_id, module_id, version)
);

-- A binding as it is from a day on, until its next row. A removed one keeps its row, so that an earlier day still finds what was in force.
create table billing_script_bindings (
    tenant_id text not null,
    binding_id text not null,
    effective_from date not null, -- -infinity: always
    is_removed boolean not null default false,
    binding jsonb,
    recorded_at timestamptz not null,
    primary key (tenant_id, binding_id, effective_from),
    check (is_removed = (binding is null))
);

create table programs (
    tenant_id text not null,
    effective_from date not null, -- -infinity: always
    program jsonb not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, effective_from)
);

do $do$
declare
    name text;
begin
    foreach name in array array['billing_scripts', 'billing_script_bindings', 'programs'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            $sql$create policy tenant on %I
                using (tenant_id in (current_setting('billing.tenant', true), 'shared') or current_setting('billing.tenant', true) = '*')
                with check (tenant_id = current_setting('billing.tenant', true) or current_setting('billing.tenant', true) = '*')$sql$,
            name);
    end loop;
end
$do$;

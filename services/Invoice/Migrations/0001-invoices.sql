-- In a schema of ours: the role that migrates may not create anything in public.
create extension if not exists btree_gist with schema invoice;

-- Periods are half-open: period_end is the first day not covered. A row is live until it is voided.
-- number is null only inside the transaction that issues: numbers are the last lock it takes.
create table invoice.invoices (
    tenant_id         text        not null,
    invoice_id        uuid        not null,
    kind              text        not null check (kind in ('cycle', 'manual', 'credit_note')),
    company_id        text        not null,
    company_name      text        not null,
    billing_cycle_id  text        not null,
    revision          integer     not null check (revision > 0),
    period_start      date        not null,
    period_end        date        not null,
    currency_code     text        not null,
    subtotal_cents    bigint      not null,
    tax_cents         bigint      not null,
    total_cents       bigint      not null,
    tax_date          date        not null,
    number_series     text        not null,
    number_seq        bigint,
    number            text,
    issued_at         timestamptz not null,
    voided_at         timestamptz,
    run_id            uuid        not null,
    trace_id          text,
    input_digest      text        not null,
    charge_set_digest text        not null,
    pipeline_digest   text        not null,
    document_digest   text        not null,
    warnings          jsonb       not null,
    primary key (tenant_id, invoice_id),
    constraint period_is_not_empty check (period_start < period_end),
    constraint totals_add_up check (total_cents = subtotal_cents + tax_cents)
);

-- A cycle is billed once per revision, by an invoice or, when its total is negative, by a credit note.
create unique index invoices_one_per_cycle on invoice.invoices (tenant_id, company_id, billing_cycle_id, revision)
    where kind <> 'manual';

alter table invoice.invoices add constraint invoices_periods_do_not_overlap
    exclude using gist (tenant_id with =, company_id with =, daterange(period_start, period_end) with &&)
    where (kind <> 'manual' and voided_at is null);

create unique index invoices_number on invoice.invoices (tenant_id, number);
create unique index invoices_number_seq on invoice.invoices (tenant_id, number_series, number_seq);
create index invoices_run on invoice.invoices (tenant_id, run_id, number_series, number_seq);
create index invoices_company on invoice.invoices (tenant_id, company_id, number_series, number_seq);

create table invoice.invoice_items (
    tenant_id     text    not null,
    invoice_id    uuid    not null,
    line_no       integer not null check (line_no > 0),
    description   text    not null,
    charge_type   text    not null,
    service_id    text,
    assignment_id text,
    quantity      numeric not null,
    unit_price    numeric not null,
    net_cents     bigint  not null,
    tax_cents     bigint  not null,
    is_taxable    boolean not null,
    tax_region    text,
    primary key (tenant_id, invoice_id, line_no),
    foreign key (tenant_id, invoice_id) references invoice.invoices
);

create table invoice.invoice_item_details (
    tenant_id      text    not null,
    invoice_id     uuid    not null,
    line_no        integer not null,
    detail_no      integer not null check (detail_no > 0),
    charge_id      text    not null,
    description    text    not null,
    service_id     text,
    quantity       numeric not null,
    unit_price     numeric not null,
    net_cents      bigint  not null,
    tax_cents      bigint  not null,
    is_taxable     boolean not null,
    tax_region     text,
    service_start  date    not null,
    service_end    date    not null,
    module_id      text    not null,
    module_version text    not null,
    module_hash    text    not null,
    scope          text,
    primary key (tenant_id, invoice_id, line_no, detail_no),
    foreign key (tenant_id, invoice_id, line_no) references invoice.invoice_items
);

create table invoice.tax_lines (
    tenant_id    text    not null,
    invoice_id   uuid    not null,
    tax_line_no  integer not null check (tax_line_no > 0),
    region       text    not null,
    rate_percent numeric not null,
    base_cents   bigint  not null,
    tax_cents    bigint  not null,
    tax_rate_ids text[]  not null,
    primary key (tenant_id, invoice_id, tax_line_no),
    foreign key (tenant_id, invoice_id) references invoice.invoices
);

-- Events a live invoice has settled, by a line or without one. A void releases them.
create table invoice.billed_events (
    tenant_id   text not null,
    pack        text not null,
    event_id    text not null,
    part        text not null,
    invoice_id  uuid not null,
    reason      text not null,
    released_at timestamptz,
    primary key (tenant_id, pack, event_id, part, invoice_id),
    foreign key (tenant_id, invoice_id) references invoice.invoices
);

create index billed_events_invoice on invoice.billed_events (tenant_id, invoice_id);

create unique index billed_events_once on invoice.billed_events (tenant_id, pack, event_id, part)
    where released_at is null;

-- A bucket's movement over one period, in minutes.
create table invoice.balances (
    tenant_id           text   not null,
    invoice_id          uuid   not null,
    company_id          text   not null,
    assignment_id       text   not null,
    service_id          text   not null,
    period_start        date   not null,
    period_end          date   not null,
    opening_minutes     bigint not null,
    granted_minutes     bigint not null,
    used_minutes        bigint not null,
    rolled_over_minutes bigint not null,
    expired_minutes     bigint not null,
    closing_minutes     bigint not null,
    expires             date,
    released_at         timestamptz,
    primary key (tenant_id, invoice_id, assignment_id, service_id, period_start),
    foreign key (tenant_id, invoice_id) references invoice.invoices
);

create unique index balances_once on invoice.balances (tenant_id, assignment_id, service_id, period_start)
    where released_at is null;

-- One counter per series. It is updated once per batch, last before the commit, so numbers have no gaps.
create table invoice.numbers (
    tenant_id   text   not null,
    series      text   not null,
    last_number bigint not null check (last_number >= 0),
    primary key (tenant_id, series)
);

create table invoice.previews (
    tenant_id         text        not null,
    run_id            uuid        not null,
    company_id        text        not null,
    billing_cycle_id  text        not null,
    revision          integer     not null,
    kind              text        not null check (kind in ('cycle', 'manual', 'credit_note')),
    company_name      text        not null,
    period_start      date        not null,
    period_end        date        not null,
    currency_code     text        not null,
    subtotal_cents    bigint      not null,
    tax_cents         bigint      not null,
    total_cents       bigint      not null,
    tax_date          date        not null,
    trace_id          text,
    input_digest      text        not null,
    charge_set_digest text        not null,
    pipeline_digest   text        not null,
    document_digest   text        not null,
    warnings          jsonb       not null,
    previewed_at      timestamptz not null,
    primary key (tenant_id, run_id, company_id, billing_cycle_id, revision)
);

do $$
declare
    name text;
begin
    foreach name in array array['invoices', 'invoice_items', 'invoice_item_details', 'tax_lines', 'billed_events', 'balances', 'numbers', 'previews']
    loop
        execute format('alter table invoice.%I enable row level security', name);
        execute format('alter table invoice.%I force row level security', name);
        execute format(
            'create policy tenant on invoice.%I using (tenant_id = current_setting(''billing.tenant'', true) or current_setting(''billing.tenant'', true) = ''*'')',
            name);
    end loop;
end
$$;

-- The system's own fact source: one table per pack of schemas/catalog.json (version 1.0.0), one column per field. A test compares the two.
-- A row belongs to a company, or with a null company_id to every company of its tenant. Fields the catalog does not know are kept in extra.
-- Every end date is the first day not covered.

create schema if not exists facts;

create table facts.assignment_pack
(
    tenant_id         text not null,
    company_id        text not null,
    assignment_id     text not null,
    plan_id           text not null,
    plan_name         text not null,
    plan_type         text not null,
    start_date        date not null,
    end_date          date,
    is_active         boolean not null,
    billing_cycle     text not null,
    bundle_id         text,
    bundle_name       text,
    company_bundle_id text,
    source            text not null,
    extra             jsonb,
    unique nulls not distinct (tenant_id, company_id, assignment_id)
);

create table facts.billed_events_pack
(
    tenant_id        text not null,
    company_id       text not null,
    pack             text not null,
    event_id         text not null,
    part             text not null,
    billing_cycle_id text not null,
    extra            jsonb,
    unique nulls not distinct (tenant_id, company_id, pack, event_id, part)
);

create table facts.billing_cycles_pack
(
    tenant_id         text not null,
    company_id        text not null,
    billing_cycle_id  text not null,
    billing_cycle     text not null,
    effective_date    date not null,
    period_start_date date not null,
    period_end_date   date not null,
    end_convention    text not null,
    tax_date          date,
    is_closed         boolean not null,
    extra             jsonb,
    unique nulls not distinct (tenant_id, company_id, billing_cycle_id)
);

create table facts.bucket_config_pack
(
    tenant_id          text not null,
    company_id         text,
    config_id          text not null,
    total_hours        numeric not null,
    total_minutes      bigint not null,
    overage_rate_cents numeric not null,
    rollover_allowed   boolean not null,
    extra              jsonb,
    unique nulls not distinct (tenant_id, company_id, config_id)
);

create table facts.bucket_state_pack
(
    tenant_id           text not null,
    company_id          text not null,
    assignment_id       text not null,
    plan_id             text not null,
    service_id          text not null,
    config_id           text not null,
    period_start        date not null,
    period_end          date not null,
    minutes_used        bigint not null,
    overage_minutes     bigint not null,
    rolled_over_minutes bigint not null,
    expires             date,
    extra               jsonb,
    unique nulls not distinct (tenant_id, company_id, assignment_id, service_id, period_start)
);

create table facts.bundle_pack
(
    tenant_id         text not null,
    company_id        text not null,
    assignment_id     text not null,
    bundle_id         text not null,
    company_bundle_id text not null,
    bundle_name       text not null,
    plan_id           text not null,
    custom_rate_cents bigint,
    start_date        date not null,
    end_date          date,
    is_active         boolean not null,
    extra             jsonb,
    unique nulls not distinct (tenant_id, company_id, assignment_id)
);

create table facts.calendar_pack
(
    tenant_id     text not null,
    company_id    text,
    calendar_id   text not null,
    calendar_date date not null,
    day_type      text not null,
    description   text,
    extra         jsonb,
    unique nulls not distinct (tenant_id, company_id, calendar_id, calendar_date)
);

create table facts.cap_policy_pack
(
    tenant_id   text not null,
    company_id  text not null,
    cap_id      text not null,
    cap_name    text not null,
    cap_cents   bigint not null,
    plan_id     text,
    category_id text,
    start_date  date not null,
    end_date    date,
    is_active   boolean not null,
    extra       jsonb,
    unique nulls not distinct (tenant_id, company_id, cap_id)
);

create table facts.catalog_pack
(
    tenant_id          text not null,
    company_id         text,
    service_id         text not null,
    service_name       text not null,
    default_rate_cents numeric,
    category_id        text,
    tax_rate_id        text,
    tax_region         text,
    is_taxable         boolean not null,
    unit_of_measure    text,
    extra              jsonb,
    unique nulls not distinct (tenant_id, company_id, service_id)
);

create table facts.company_pack
(
    tenant_id            text not null,
    company_id           text not null,
    company_name         text not null,
    is_tax_exempt        boolean not null,
    default_tax_region   text,
    region_code          text,
    currency_code        text not null,
    is_reverse_charge    boolean not null,
    credit_balance_cents bigint not null,
    time_zone            text,
    extra                jsonb,
    unique nulls not distinct (tenant_id, company_id)
);

create table facts.company_tax_rates_pack
(
    tenant_id   text not null,
    company_id  text not null,
    tax_rate_id text not null,
    is_default  boolean not null,
    location_id text,
    extra       jsonb,
    unique nulls not distinct (tenant_id, company_id, tax_rate_id)
);

create table facts.discount_policy_pack
(
    tenant_id     text not null,
    company_id    text not null,
    discount_id   text not null,
    discount_name text not null,
    discount_type text not null,
    value         numeric not null,
    plan_id       text not null,
    start_date    date not null,
    end_date      date,
    is_active     boolean not null,
    extra         jsonb,
    unique nulls not distinct (tenant_id, company_id, discount_id, plan_id)
);

create table facts.hourly_config_pack
(
    tenant_id                text not null,
    company_id               text,
    config_id                text not null,
    minimum_billable_minutes bigint not null,
    round_up_to_minutes      bigint not null,
    enable_overtime          boolean not null,
    overtime_rate_cents      numeric,
    overtime_threshold_hours numeric,
    extra                    jsonb,
    unique nulls not distinct (tenant_id, company_id, config_id)
);

create table facts.manual_items_pack
(
    tenant_id             text not null,
    company_id            text not null,
    item_id               text not null,
    sequence              bigint not null,
    service_id            text,
    description           text not null,
    quantity              numeric not null,
    rate_cents            numeric not null,
    is_discount           boolean,
    discount_type         text,
    discount_percentage   numeric,
    applies_to_service_id text,
    is_taxable            boolean,
    extra                 jsonb,
    unique nulls not distinct (tenant_id, company_id, item_id)
);

create table facts.plan_fixed_config_pack
(
    tenant_id        text not null,
    company_id       text,
    plan_id          text not null,
    base_rate_cents  bigint,
    enable_proration boolean not null,
    alignment        text not null,
    extra            jsonb,
    unique nulls not distinct (tenant_id, company_id, plan_id)
);

create table facts.plan_pack
(
    tenant_id                text not null,
    company_id               text,
    plan_id                  text not null,
    plan_name                text not null,
    plan_type                text not null,
    billing_frequency        text not null,
    billing_timing           text,
    is_active                boolean not null,
    enable_overtime          boolean not null,
    overtime_rate_cents      numeric,
    overtime_threshold_hours numeric,
    extra                    jsonb,
    unique nulls not distinct (tenant_id, company_id, plan_id)
);

create table facts.plan_service_config_pack
(
    tenant_id               text not null,
    company_id              text,
    config_id               text not null,
    plan_id                 text not null,
    service_id              text not null,
    configuration_type      text not null,
    quantity                numeric,
    custom_rate_cents       numeric,
    fixed_service_base_rate numeric,
    extra                   jsonb,
    unique nulls not distinct (tenant_id, company_id, config_id)
);

create table facts.promotion_policy_pack
(
    tenant_id      text not null,
    company_id     text,
    promotion_id   text not null,
    promotion_name text not null,
    promotion_type text not null,
    value          numeric not null,
    service_id     text,
    category_id    text,
    start_date     date not null,
    end_date       date,
    is_active      boolean not null,
    extra          jsonb,
    unique nulls not distinct (tenant_id, company_id, promotion_id)
);

create table facts.rate_tiers_pack
(
    tenant_id    text not null,
    company_id   text,
    config_id    text not null,
    min_quantity numeric not null,
    max_quantity numeric,
    rate_cents   numeric not null,
    extra        jsonb,
    unique nulls not distinct (tenant_id, company_id, config_id, min_quantity)
);

create table facts.tax_rates_pack
(
    tenant_id      text not null,
    company_id     text,
    tax_rate_id    text not null,
    region_code    text not null,
    tax_percentage numeric not null,
    is_composite   boolean not null,
    is_active      boolean not null,
    start_date     date not null,
    end_date       date,
    components     jsonb not null,
    thresholds     jsonb not null,
    extra          jsonb,
    unique nulls not distinct (tenant_id, company_id, tax_rate_id)
);

create table facts.time_entries_pack
(
    tenant_id                 text not null,
    company_id                text not null,
    entry_id                  text not null,
    user_id                   text not null,
    user_type                 text,
    service_id                text,
    plan_id                   text,
    work_item_type            text not null,
    work_item_id              text,
    ticket_project_links      bigint not null,
    start_time                timestamptz not null,
    end_time                  timestamptz not null,
    billable_duration_minutes bigint not null,
    billable                  boolean not null,
    approval_status           text not null,
    approved                  boolean not null,
    invoiced                  boolean not null,
    extra                     jsonb,
    unique nulls not distinct (tenant_id, company_id, entry_id)
);

create index time_entries_pack_by_date on facts.time_entries_pack (tenant_id, company_id, start_time);

create table facts.usage_config_pack
(
    tenant_id             text not null,
    company_id            text,
    config_id             text not null,
    minimum_usage         numeric not null,
    enable_tiered_pricing boolean not null,
    unit_of_measure       text not null,
    extra                 jsonb,
    unique nulls not distinct (tenant_id, company_id, config_id)
);

create table facts.usage_records_pack
(
    tenant_id  text not null,
    company_id text not null,
    usage_id   text not null,
    service_id text not null,
    plan_id    text,
    usage_date timestamptz not null,
    quantity   numeric not null,
    invoiced   boolean not null,
    extra      jsonb,
    unique nulls not distinct (tenant_id, company_id, usage_id)
);

create index usage_records_pack_by_date on facts.usage_records_pack (tenant_id, company_id, usage_date);

create table facts.user_type_rates_pack
(
    tenant_id  text not null,
    company_id text,
    config_id  text not null,
    user_type  text not null,
    rate_cents numeric not null,
    extra      jsonb,
    unique nulls not distinct (tenant_id, company_id, config_id, user_type)
);

do
$$
    declare
        table_name text;
    begin
        foreach table_name in array array [
            'assignment_pack',
            'billed_events_pack',
            'billing_cycles_pack',
            'bucket_config_pack',
            'bucket_state_pack',
            'bundle_pack',
            'calendar_pack',
            'cap_policy_pack',
            'catalog_pack',
            'company_pack',
            'company_tax_rates_pack',
            'discount_policy_pack',
            'hourly_config_pack',
            'manual_items_pack',
            'plan_fixed_config_pack',
            'plan_pack',
            'plan_service_config_pack',
            'promotion_policy_pack',
            'rate_tiers_pack',
            'tax_rates_pack',
            'time_entries_pack',
            'usage_config_pack',
            'usage_records_pack',
            'user_type_rates_pack']
            loop
                execute format('alter table facts.%I enable row level security', table_name);
                execute format('alter table facts.%I force row level security', table_name);
                execute format('create policy tenant on facts.%I using (tenant_id = current_setting(''billing.tenant'', true) '
                                   'or current_setting(''billing.tenant'', true) = ''*'')', table_name);
            end loop;
    end
$$;

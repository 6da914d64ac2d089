-- Sizes of what a module was given and what it returned: with fuel and memory, what a call came to.
alter table executor.billing_executions
    add column input_bytes  bigint not null default 0,
    add column output_bytes bigint not null default 0;

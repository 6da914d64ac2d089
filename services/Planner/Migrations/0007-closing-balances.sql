-- What a final run's buckets close with opens the next period: such a row names the cycle that left it, and neither plan nor configuration, which a balance does not know.
alter table facts.bucket_state_pack
    alter column plan_id drop not null,
    alter column config_id drop not null,
    add column closed_cycle_id text;

-- How many batches of a lane are in flight is counted at every claim: what is sent is little, what was ever sent is much.
create index run_batches_sent on planner.run_batches (tenant_id, run_id) where state = 'sent';

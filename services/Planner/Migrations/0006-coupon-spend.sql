-- What must be spent, and in which category, for a coupon to hold.
alter table facts.promotion_policy_pack
    add column minimum_spend_cents bigint,
    add column spend_category_id text;

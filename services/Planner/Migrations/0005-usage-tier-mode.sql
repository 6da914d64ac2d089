-- Whether tiers are rates for the units in them (graduated, also null) or for the whole quantity that ends in them (volume).
alter table facts.usage_config_pack add column tier_mode text;

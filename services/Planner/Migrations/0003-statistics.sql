-- Statistics right after a large write: until autovacuum comes by, the planner of the database takes a run of a hundred thousand companies for a handful and
-- reads all of them for every report. Only a table's owner may gather them, and the service does not work as the owner.
create function planner.refresh_statistics(relation regclass) returns void
    language plpgsql
    security definer
    set search_path = pg_catalog
as
$$
begin
    execute 'analyze ' || relation::text;
end
$$;

revoke all on function planner.refresh_statistics(regclass) from public;
grant execute on function planner.refresh_statistics(regclass) to billing_planner;

-- The registry's own name, which goes with its rows into a dump and back: what it finds in a bucket is its own only where
-- the bucket says so.
create table registry_identity (
  single boolean primary key default true check (single),
  registry_id text not null
);
insert into registry_identity (registry_id) values (gen_random_uuid()::text);

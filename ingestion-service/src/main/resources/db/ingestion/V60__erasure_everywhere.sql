-- What was removed for each erasure that was heard of; it holds no customer's id.
create table heard_erasure (
  erasure_id uuid primary key,
  heard_at timestamptz not null,
  removed json not null
);

-- The ids that a thing may be about, by which an erasure finds it. Null for what was kept before:
-- there, an erasure looks for the id in the content.
alter table quarantine_item add column customers text[];
update quarantine_item set customers = array[subject] where subject is not null;

alter table import_rejection add column customers text[];

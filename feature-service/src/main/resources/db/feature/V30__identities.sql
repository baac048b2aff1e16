-- Which ids are one customer. What was said of pairs of ids is never changed: a pair is joined at a
-- time if the last of it known by then is a join; of a join and a cut of one known time, the cut is
-- the last.
create table identity_change (
  seq bigint generated always as identity primary key,
  kind text not null check (kind in ('JOIN', 'CUT')),
  known_id text collate "C" not null,
  other_id text collate "C" not null,
  known_from timestamptz not null,
  -- The event that said so; null for a cut, which a caller made.
  event_key uuid unique,
  made_by text,
  reason text
);

create index identity_change_by_known_id on identity_change (known_id, other_id);
create index identity_change_by_other_id on identity_change (other_id);

-- The pairs that are joined at present, made of identity_change.
create table identity_edge (
  known_id text collate "C" not null,
  other_id text collate "C" not null,
  primary key (known_id, other_id)
);

create index identity_edge_by_other_id on identity_edge (other_id);

-- Every id of which a join was ever said, and whose customer it is at present.
create table identity_member (
  member_id text collate "C" primary key,
  -- The lowest of all ids that were ever connected to it.
  group_id text collate "C" not null,
  canonical_id text collate "C" not null,
  -- The change that made its customer consist of the ids it consists of; 0 while it stands alone.
  epoch bigint not null,
  -- The last epoch that Redis was told.
  settled_epoch bigint not null default 0
);

create index identity_member_by_canonical_id on identity_member (canonical_id);
create index identity_member_by_group_id on identity_member (group_id);
create index identity_member_unsettled on identity_member (member_id) where settled_epoch < epoch;

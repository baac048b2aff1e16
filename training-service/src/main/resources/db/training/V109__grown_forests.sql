-- Forests that were grown elsewhere, until a run makes a version of them. In the database and not in a folder, since
-- another instance than the one that took a forest may work on the run.
create table grown_forest (
  forest_id text primary key check (forest_id ~ '^[0-9a-f]{64}$'),
  position bigint generated always as identity unique,
  table_sha256 text not null,
  parameters jsonb not null,
  columns int not null,
  nodes int not null,
  bytes bigint not null,
  grown_on jsonb not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  -- Of the last run that was asked for with it, or of the upload.
  wanted_at timestamptz not null
);

create table grown_forest_chunk (
  forest_id text not null references grown_forest on delete cascade,
  place int not null,
  content bytea not null,
  primary key (forest_id, place)
);
alter table grown_forest_chunk alter column content set storage external;

create table pull_source (
  name            text primary key,
  version         integer not null, -- rises with each change of the declaration
  declaration     text not null,
  declared_by     text not null,
  declared_at     timestamptz not null,
  paused          boolean not null default false,
  position        bigint, -- of the cursor; null until the first rows are confirmed
  running         uuid, -- the run that may move the cursor
  next_run_at     timestamptz, -- null where only a person starts it
  failures        integer not null default 0, -- since the last run that succeeded
  last_error      text,
  last_success_at timestamptz
);

create table pull_run (
  run_id          uuid primary key, -- version 7, so that runs sort by their time
  source          text not null references pull_source on delete cascade,
  status          text not null check (status in ('QUEUED', 'RUNNING', 'COMPLETE', 'FAILED', 'INTERRUPTED')),
  requested_by    text, -- null where the schedule did
  source_version  integer,
  queued_at       timestamptz not null,
  started_at      timestamptz,
  finished_at     timestamptz,
  position_before bigint,
  position_after  bigint,
  counts          json,
  error           text
);
create index pull_run_source on pull_run (source, run_id desc);
create unique index pull_run_unfinished on pull_run (source) where status in ('QUEUED', 'RUNNING');

-- Rows that were confirmed and will be read again, as they lie at the cursor or in its overlap.
create table pull_seen (
  source   text not null references pull_source on delete cascade,
  digest   uuid not null,
  position bigint not null,
  primary key (source, digest)
);
create index pull_seen_position on pull_seen (source, position);

-- What a definition says to people, by which it is found, and how far a view's states are.
alter table feature_view
  add column description text,
  add column owner text,
  add column tags text[] not null default '{}',
  -- Since when the states of every customer are whole; null while they are being folded. States of
  -- views that are older than this column are folded where they are missed.
  add column baselined_at timestamptz,
  -- Nothing is folded for a retired view, and its states are removed.
  add column retired_at timestamptz,
  add column retired_by text,
  -- Of a view that was retired before, a state may have been left behind that has missed events:
  -- none is trusted until all are folded anew.
  add column brought_back boolean not null default false;
update feature_view set baselined_at = created_at;
alter table label_definition
  add column description text,
  add column owner text,
  add column tags text[] not null default '{}';

-- Work on the states of every customer, customer after customer in the order of their ids. The row
-- is locked by the one instance that does the next step, and says where that step begins.
create table rebuild (
  id uuid primary key,
  -- Null means every view that is folded.
  view_fingerprint text references feature_view (fingerprint),
  kind text not null check (kind in ('FOLD', 'REMOVE')),
  reason text not null check (reason in ('REGISTERED', 'REQUESTED', 'STORE_LOST', 'RETIRED')),
  status text not null
    check (status in ('QUEUED', 'RUNNING', 'STOPPED', 'COMPLETE', 'CANCELLED')),
  after_customer text collate "C" not null default '',
  customers bigint not null default 0,
  events bigint not null default 0,
  total_events bigint not null default 0,
  worked_millis bigint not null default 0,
  trouble text,
  created_at timestamptz not null,
  created_by text not null,
  started_at timestamptz,
  finished_at timestamptz
);
create unique index rebuild_open on rebuild (coalesce(view_fingerprint, ''))
  where status in ('QUEUED', 'RUNNING', 'STOPPED');

-- Which model versions an alias means and meant before it: these pin the view that they were
-- trained on. Learnt from model-lifecycle.v1.
create table model_alias (
  model_name text not null,
  alias text not null,
  version integer not null,
  previous_version integer,
  moved_at timestamptz not null,
  primary key (model_name, alias)
);
create table model_version (
  model_name text not null,
  version integer not null,
  dataset_id text not null,
  view_fingerprint text not null,
  primary key (model_name, version)
);
create index model_version_by_view on model_version (view_fingerprint);

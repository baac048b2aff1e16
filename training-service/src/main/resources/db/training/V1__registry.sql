-- The model registry: written by training-service, read by serving-service and monitoring-service.

create table experiment (
  name        text primary key,
  description text not null,
  created_at  timestamptz not null
);

create table model (
  name       text primary key,
  created_at timestamptz not null
);

create table run (
  run_id          text primary key,
  experiment      text not null references experiment (name),
  model_name      text not null,
  dataset_id      text not null,
  status          text not null check (status in ('QUEUED', 'RUNNING', 'FINISHED', 'FAILED')),
  requested_by    text not null,
  idempotency_key text,
  request         jsonb not null,
  parameters      jsonb,
  tags            jsonb not null default '{}',
  environment     jsonb not null default '{}',
  split           jsonb,
  metrics         jsonb not null default '{}',
  promotion       jsonb,
  model_version   int,
  error_code      text,
  error_detail    text,
  attempt         int not null default 0,
  created_at      timestamptz not null,
  started_at      timestamptz,
  finished_at     timestamptz,
  lock_version    bigint not null,
  constraint run_idempotency unique (requested_by, idempotency_key),
  constraint run_failed_has_reason check (status <> 'FAILED' or error_code is not null)
);
create index run_queue on run (run_id) where status in ('QUEUED', 'RUNNING');
create index run_of_model on run (model_name, run_id desc);

create table run_metric (
  run_id text not null references run (run_id),
  name   text not null,
  step   bigint not null,
  value  double precision not null,
  primary key (run_id, name, step)
);

create table model_version (
  model_name       text not null references model (name),
  version          int not null check (version > 0),
  status           text not null check (status in ('READY')),
  run_id           text not null unique references run (run_id),
  dataset_id       text not null,
  view_name        text not null,
  view_fingerprint text not null,
  artefact_digest  text not null,
  threshold        double precision not null check (threshold between 0 and 1),
  metrics          jsonb not null,
  signature        jsonb not null,
  baseline         jsonb not null,
  card             jsonb not null,
  created_at       timestamptz not null,
  primary key (model_name, version)
);
alter table run add constraint run_registered foreign key (model_name, model_version)
  references model_version (model_name, version);

create table model_alias (
  model_name   text not null,
  alias        text not null check (alias ~ '^[a-z][a-z0-9_-]{0,62}$'),
  version      int not null,
  moved_at     timestamptz not null,
  moved_by     text not null,
  reason       text not null,
  lock_version bigint not null,
  primary key (model_name, alias),
  foreign key (model_name, version) references model_version (model_name, version)
);

create table model_alias_history (
  id               bigint generated always as identity primary key,
  model_name       text not null,
  alias            text not null,
  version          int not null,
  previous_version int,
  moved_at         timestamptz not null,
  moved_by         text not null,
  reason           text not null,
  foreign key (model_name, version) references model_version (model_name, version)
);
create index model_alias_history_of on model_alias_history (model_name, alias, id desc);

create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  actor   text not null,
  action  text not null,
  subject text not null,
  detail  jsonb not null
);

create table lifecycle_outbox (
  id         bigint generated always as identity primary key,
  event_id   text not null unique,
  key        text not null,
  payload    text not null,
  created_at timestamptz not null,
  sent_at    timestamptz
);
create index lifecycle_outbox_unsent on lifecycle_outbox (id) where sent_at is null;

-- What has happened cannot be rewritten, nor what a version is.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% is refused: its rows are never changed', tg_op, tg_table_schema, tg_table_name;
end
$$;
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();
create trigger history_append_only before update or delete or truncate on model_alias_history
  for each statement execute function refuse_change();
create trigger version_immutable
  before update of model_name, version, run_id, dataset_id, view_name, view_fingerprint,
    artefact_digest, threshold, metrics, signature, baseline, card, created_at
  or delete or truncate on model_version for each statement execute function refuse_change();

grant usage on schema registry to serving, monitoring;
grant select on experiment, model, run, run_metric, model_version, model_alias,
  model_alias_history, audit to serving, monitoring;

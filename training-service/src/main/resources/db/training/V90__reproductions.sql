-- Attempts to make a version again, of what was known when it was made, and what came of them.

create table reproduction (
  reproduction_id text primary key,
  model_name      text not null,
  version         int not null,
  requested_by    text not null,
  idempotency_key text,
  status          text not null check (status in ('QUEUED', 'RUNNING', 'FINISHED', 'FAILED')),
  attempt         int not null default 0,
  dataset_id      text, -- the training set that was built again
  verdict         text check (verdict in ('REPRODUCED', 'DIFFERENT', 'IMPOSSIBLE')),
  findings        jsonb not null default '{}',
  error_code      text,
  error_detail    text,
  created_at      timestamptz not null,
  started_at      timestamptz,
  finished_at     timestamptz,
  foreign key (model_name, version) references model_version (model_name, version),
  constraint reproduction_idempotency unique (requested_by, idempotency_key),
  constraint reproduction_end check ((status in ('FINISHED', 'FAILED')) = (finished_at is not null)),
  constraint reproduction_verdict check ((status = 'FINISHED') = (verdict is not null))
);
create index reproduction_under_way on reproduction (reproduction_id)
  where status in ('QUEUED', 'RUNNING');
create index reproduction_of_version on reproduction (model_name, version, reproduction_id desc);

grant select on reproduction to serving, monitoring;

-- Retrainings: from a dataset to a promoted version in steps, each kept with what came of it.

create table retraining (
  retraining_id   text primary key,
  model_name      text not null,
  request         jsonb not null,
  source          text not null check (source in ('API', 'SCHEDULE', 'TOPIC')),
  requested_by    text not null,
  idempotency_key text,
  status          text not null
    check (status in ('RUNNING', 'PROMOTED', 'REGISTERED', 'REFUSED', 'FAILED')),
  created_at      timestamptz not null,
  finished_at     timestamptz,
  constraint retraining_idempotency unique (source, requested_by, idempotency_key),
  constraint retraining_end check ((status = 'RUNNING') = (finished_at is null))
);
create index retraining_under_way on retraining (model_name, retraining_id) where status = 'RUNNING';
create index retraining_of_model on retraining (model_name, retraining_id desc);

create table retraining_step (
  retraining_id text not null references retraining (retraining_id),
  step          text not null,
  position      int not null,
  status        text not null
    check (status in ('PENDING', 'RUNNING', 'DONE', 'SKIPPED', 'REFUSED', 'FAILED')),
  attempt       int not null default 0, -- how often it was begun, after a stop as well
  retries       int not null default 0, -- how often somebody asked for it anew
  progress      jsonb not null default '{}', -- what it has begun elsewhere and waits for
  result        jsonb not null default '{}',
  code          text,
  reason        text,
  started_at    timestamptz,
  ended_at      timestamptz,
  primary key (retraining_id, step)
);

grant select on retraining, retraining_step to serving, monitoring;

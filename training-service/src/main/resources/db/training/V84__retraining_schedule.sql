-- When models are retrained by the clock.

create table retraining_schedule (
  model_name text primary key,
  cron       text not null,
  zone       text not null,
  request    jsonb not null,
  set_by     text not null,
  set_at     timestamptz not null,
  next_at    timestamptz, -- null when the clock never shows such a time again
  last_at    timestamptz,
  last_id    text references retraining (retraining_id),
  last_told  text -- what came of the last time, where it was not a retraining
);
create index retraining_schedule_due on retraining_schedule (next_at);

grant select on retraining_schedule to serving, monitoring;

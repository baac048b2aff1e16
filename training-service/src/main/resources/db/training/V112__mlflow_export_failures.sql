-- What the MLflow server fails at alone waits for a time of its own and holds up nothing else.
alter table mlflow_told
  add column failures int not null default 0, -- in a row, until it is taken or refused
  add column failure  text,                   -- what the server said at the last one
  add column again_at timestamptz;            -- not before then; null for at once
create index mlflow_told_failing on mlflow_told (receiver) where failures > 0;

-- What an MLflow server has been told of, by the address of that server: another one is told of
-- everything anew. What there is to tell is read from the rows themselves, so that nothing is lost
-- and nothing takes room while nobody is told.
create table mlflow_told (
  receiver text not null,
  kind     text not null check (kind in ('RUN', 'MODEL', 'VERSION', 'ALIAS')),
  subject  text not null,
  face     text,         -- how it looked when it was told; null while it is to be told again
  their_id text,         -- what the receiver calls it; null before it took it
  refusal  text,         -- why the receiver will never take it
  told_at  timestamptz not null,
  primary key (receiver, kind, subject)
);
create index mlflow_told_run on mlflow_told (subject) where kind = 'RUN';
create index mlflow_told_refused on mlflow_told (receiver) where refusal is not null;

-- Clients may tag a training run after its end.
create function tell_tagged_run_again() returns trigger language plpgsql as $$
begin
  update mlflow_told set face = null where kind = 'RUN' and subject = new.run_id;
  return null;
end
$$;
create trigger tell_run_with_new_tag after insert on tracked_tag
  for each row execute function tell_tagged_run_again();
create trigger tell_run_with_changed_tag after update of value on tracked_tag
  for each row when (old.value <> new.value) execute function tell_tagged_run_again();

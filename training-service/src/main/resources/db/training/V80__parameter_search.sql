-- The trials of a search for parameters. Each is a run of its own in tracking, a child of the run that searches.

create table search_trial (
  run_id       text not null references run (run_id),
  number       int not null check (number >= 0),
  trial_run_id text not null unique,
  parameters   jsonb not null,
  status       text not null check (status in ('RUNNING', 'FINISHED', 'PRUNED', 'FAILED', 'STOPPED')),
  rungs        jsonb not null default '[]',
  objective    double precision,
  error        text,
  best         boolean not null default false,
  started_at   timestamptz not null,
  finished_at  timestamptz,
  primary key (run_id, number)
);
grant select on search_trial to serving, monitoring;

alter table run_progress
  add column tried_trials int not null default 0,
  add column asked_trials int not null default 0;

-- Whatever happens to a trial is told in the same transaction.
create function track_search_trial() returns trigger language plpgsql as $$
begin
  insert into tracked_run (run_id, experiment_id, name, user_id, training, status, start_ms, end_ms)
  select new.trial_run_id, e.experiment_id, r.model_name || ' trial ' || new.number, r.requested_by, true,
    case new.status when 'RUNNING' then 'RUNNING' when 'FINISHED' then 'FINISHED' when 'FAILED' then 'FAILED'
      else 'KILLED' end,
    floor(extract(epoch from new.started_at) * 1000),
    floor(extract(epoch from new.finished_at) * 1000)
  from run r join experiment e on e.name = r.experiment where r.run_id = new.run_id
  on conflict (run_id) do update set status = excluded.status, end_ms = excluded.end_ms;

  insert into tracked_param (run_id, key, value)
  select new.trial_run_id, key, value from jsonb_each_text(new.parameters)
  on conflict do nothing;

  insert into tracked_tag (run_id, key, value)
  select new.trial_run_id, key, value from (
    select 'mlflow.parentRunId' as key, new.run_id as value
    union all select 'mlflow.runName', r.model_name || ' trial ' || new.number from run r where r.run_id = new.run_id
    union all select 'mlflow.user', r.requested_by from run r where r.run_id = new.run_id
    union all select 'churnops.trial', new.number::text
    union all select 'churnops.trialStatus', new.status
    union all select 'churnops.trialBest', 'true' where new.best
    union all select 'churnops.error', new.error
  ) told where value is not null
  on conflict (run_id, key) do update set value = excluded.value;

  insert into tracked_metric (run_id, key, step, at_ms, value)
  select new.trial_run_id, coalesce(r.request -> 'search' ->> 'objective', 'auc'), rung.step - 1,
    (rung.told ->> 'atMs')::bigint, (rung.told ->> 'objective')::double precision
  from run r, jsonb_array_elements(new.rungs) with ordinality as rung (told, step)
  where r.run_id = new.run_id
  on conflict do nothing;
  return null;
end
$$;
create trigger track_search_trial after insert or update on search_trial
  for each row execute function track_search_trial();

-- With a search that is over before its time, the trial that it was at is over as well.
create function stop_search_trials() returns trigger language plpgsql as $$
begin
  update search_trial set status = 'STOPPED', finished_at = new.finished_at
  where run_id = new.run_id and status = 'RUNNING';
  return null;
end
$$;
create trigger stop_search_trials after update of status on run
  for each row when (new.status in ('FAILED', 'CANCELLED')) execute function stop_search_trials();

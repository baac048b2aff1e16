-- A run can be cancelled by a person, tells how far it is while it works, and what it cost at its end.

alter table run drop constraint run_status_check;
alter table run
  add constraint run_status_check check (status in ('QUEUED', 'RUNNING', 'FINISHED', 'FAILED', 'CANCELLED')),
  add column cancelled_by text,
  add column cost jsonb,
  add constraint run_cancelled_by_somebody check (status <> 'CANCELLED' or cancelled_by is not null);

-- Beside the runs, since it is written every second, which nobody needs to be told of by a trigger;
-- after a crash of the database it is gone, and told again by whoever goes on.
create unlogged table run_progress (
  run_id       text primary key references run (run_id),
  attempt      int not null,
  phase        text not null,
  grown_trees  int not null,
  asked_trees  int not null,
  seconds_left double precision,
  told_at      timestamptz not null
);
grant select on run_progress to serving, monitoring;

-- A retraining can be cancelled by a person, and with it the step that it was in.

alter table retraining drop constraint retraining_status_check;
alter table retraining
  add constraint retraining_status_check
    check (status in ('RUNNING', 'PROMOTED', 'REGISTERED', 'REFUSED', 'FAILED', 'CANCELLED')),
  add column cancelled_by text,
  add constraint retraining_cancelled_by_somebody
    check ((status = 'CANCELLED') = (cancelled_by is not null));

alter table retraining_step drop constraint retraining_step_status_check;
alter table retraining_step
  add constraint retraining_step_status_check
    check (status in ('PENDING', 'RUNNING', 'DONE', 'SKIPPED', 'REFUSED', 'FAILED', 'CANCELLED'));

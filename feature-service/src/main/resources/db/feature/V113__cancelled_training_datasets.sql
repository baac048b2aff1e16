-- Training sets that nobody wants any more. One that is being built is RUNNING until its worker has let go of it, with the name of who
-- cancelled it: erasures wait for what may still write rows.
alter table training_dataset
  add column cancelled_by text,
  drop constraint training_dataset_status_check,
  add constraint training_dataset_status_check check (status in ('RUNNING', 'COMPLETE', 'FAILED', 'CANCELLED'));

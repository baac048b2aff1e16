-- Requested training sets; the rows of a complete one lie in a file of the service.
create table training_dataset (
  id uuid primary key,
  request json not null,
  status text not null check (status in ('RUNNING', 'COMPLETE', 'FAILED')),
  error text,
  manifest json,
  created_at timestamptz not null,
  created_by text not null,
  finished_at timestamptz
);

create index training_dataset_unfinished on training_dataset (created_at) where status = 'RUNNING';

create table import_job (
  import_id    uuid primary key,
  name         text not null,
  mapping      text not null,
  status       text not null check (status in ('QUEUED', 'RUNNING', 'COMPLETE', 'FAILED')),
  submitted_by text not null,
  submitted_at timestamptz not null,
  started_at   timestamptz,
  finished_at  timestamptz,
  file_bytes   bigint not null,
  progress     json, -- not jsonb, which forgets the order of the counts
  error        text
);

create index import_job_submitted on import_job (submitted_at desc);

create index import_job_unfinished on import_job (submitted_at)
  where status in ('QUEUED', 'RUNNING');

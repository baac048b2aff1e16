-- Vectors as they were served from Redis, to be folded again from the log and compared.
create table served_vector (
  sample_id bigint generated always as identity primary key,
  customer_id text collate "C" not null,
  -- The ids whose events were in it.
  members json not null,
  view_fingerprint text not null,
  evaluated_at timestamptz not null,
  applied_offsets json not null,
  vector json not null
);

create index served_vector_by_customer on served_vector (customer_id);

create table consistency_run (
  run_id uuid primary key,
  requested_at timestamptz not null,
  requested_by text not null,
  finished_at timestamptz,
  checked bigint not null default 0,
  mismatches bigint not null default 0,
  -- The last customer whose present state was looked at; the next run goes on from there.
  probed_to text collate "C"
);

create index consistency_run_open on consistency_run (requested_at) where finished_at is null;

create table consistency_mismatch (
  mismatch_id bigint generated always as identity primary key,
  run_id uuid not null references consistency_run,
  customer_id text collate "C" not null,
  members json not null,
  view_fingerprint text not null,
  evaluated_at timestamptz not null,
  applied_offsets json not null,
  served json not null,
  rebuilt json not null
);

create index consistency_mismatch_by_run on consistency_mismatch (run_id, mismatch_id);

-- Who was erased: salted hashes of ids, so that nothing of them is taken in again.
create table erasure_salt (
  single_row boolean primary key default true check (single_row),
  salt bytea not null
);
insert into erasure_salt (salt)
  values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

create table erased_id (
  hash bytea primary key,
  erasure_id uuid not null
);

create table erasure (
  erasure_id uuid primary key,
  requested_at timestamptz not null,
  requested_by text not null,
  ids integer not null,
  -- The ids themselves and what else must be done again; null as soon as this service is done.
  work json,
  -- What was removed here, by store; null until then.
  removed json,
  removed_at timestamptz,
  announced boolean not null default false,
  error text
);

create index erasure_unfinished on erasure (requested_at) where not announced;

-- What the other services have answered.
create table erasure_answer (
  erasure_id uuid not null references erasure,
  service text not null,
  removed json not null,
  answered_at timestamptz not null,
  primary key (erasure_id, service)
);

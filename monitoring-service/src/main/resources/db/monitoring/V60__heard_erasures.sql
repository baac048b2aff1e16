-- What was removed for each erasure that was heard of; it holds no customer's id.
create table heard_erasure (
  erasure_id uuid primary key,
  heard_at timestamptz not null,
  removed json not null
);

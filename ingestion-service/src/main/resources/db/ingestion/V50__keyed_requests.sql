-- Keys of all requests are kept alike now; answers of the day before this release are forgotten.
drop table answered_request;

create table keyed_request (
  id             bytea primary key, -- SHA-256 of caller, method, path and Idempotency-Key
  claim          uuid not null unique,
  claimed_until  timestamptz not null,
  request_sha256 text,
  status         int, -- null while the request is being worked on
  content_type   text,
  location       text,
  body           bytea,
  expires_at     timestamptz not null
);
create index keyed_request_expires on keyed_request (expires_at);

create table answered_request (
  principal       text not null,
  idempotency_key text not null,
  request_sha256  text not null,
  receipt         json, -- null only inside the transaction that works on the request
  expires_at      timestamptz not null,
  primary key (principal, idempotency_key)
);
create index answered_request_expires on answered_request (expires_at);

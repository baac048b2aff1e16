create table quarantine_item (
  item_id         uuid primary key, -- version 7, so that it sorts by arrival
  -- The dead letter it was copied from; a topic that was deleted and made again has other times.
  letter_partition int not null,
  letter_offset    bigint not null,
  letter_time      bigint not null,
  status          text not null check (status in ('OPEN', 'REPLAYED', 'DISCARDED')),
  quarantined     boolean not null, -- false: the sender was told that it is refused
  code            text not null,
  detail          text not null,
  rule            text,
  event_id        text,
  event_source    text,
  event_type      text,
  subject         text,
  refused_at      timestamptz not null,
  kept_at         timestamptz not null,
  settled_at      timestamptz,
  content         bytea, -- null once settled
  cut             boolean not null,
  unique (letter_partition, letter_offset, letter_time)
);
create index quarantine_item_open on quarantine_item (item_id desc) include (quarantined)
  where status = 'OPEN';
create index quarantine_item_kept on quarantine_item (kept_at);
create index quarantine_item_subject on quarantine_item (subject);

-- Outlives the items; holds no customer's data.
create table quarantine_audit (
  item_id uuid not null,
  action  text not null check (action in ('FIXED', 'REPLAYED', 'DISCARDED')),
  by      text not null,
  at      timestamptz not null,
  reason  text,
  detail  text
);
create index quarantine_audit_item on quarantine_audit (item_id, at);
create index quarantine_audit_at on quarantine_audit (at);

-- Receipts remembered before they told of quarantined events.
update answered_request
set receipt = (cast(receipt as jsonb) || '{"quarantined": 0}')::json
where receipt is not null;

-- Records of a capture that could not become events, each once, until a person decides or they are old.
create table change_letter (
  item_id       uuid primary key, -- version 7, so that it sorts by arrival
  mapping       text not null, -- stays when the mapping goes: it may come back
  topic         text not null, -- of the capture, with the place of the record there
  partition     int not null,
  record_offset bigint not null,
  record_time   bigint not null, -- a topic that was deleted and made again has other times
  table_name    text, -- null where the record does not say
  status        text not null check (status in ('OPEN', 'REPLAYED', 'DISCARDED')),
  code          text not null,
  detail        text not null,
  refused_at    timestamptz not null,
  kept_at       timestamptz not null,
  settled_at    timestamptz,
  key           bytea,
  content       bytea, -- null once settled, as are the key and what is shown
  bytes         int not null,
  cut           boolean not null,
  shown         text, -- the beginning of the content for people
  subjects      text[] not null, -- the customers whose row it is, by the mapping of then
  customers     text[] not null, -- and whoever else it may name; once settled, the subjects alone
  claimed_by    uuid, -- while it is replayed nobody else decides on it
  claimed_until timestamptz,
  unique (mapping, topic, partition, record_offset, record_time)
);
create index change_letter_of_mapping on change_letter (mapping, item_id);
create index change_letter_open on change_letter (item_id) include (bytes) where status = 'OPEN';
create index change_letter_kept on change_letter (kept_at);
create index change_letter_claimed on change_letter (claimed_by) where claimed_by is not null;
create index change_letter_customers on change_letter using gin (customers);

-- Outlives the letters; holds no customer's data.
create table change_letter_audit (
  item_id uuid not null,
  mapping text not null,
  action  text not null check (action in ('REPLAYED', 'DISCARDED')),
  by      text not null,
  at      timestamptz not null,
  reason  text,
  detail  text
);
create index change_letter_audit_item on change_letter_audit (item_id, at);
create index change_letter_audit_at on change_letter_audit (at);

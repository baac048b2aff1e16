alter table import_job
  add column path text, -- below the mounted folder; null where the file was uploaded
  add column file_modified_at timestamptz,
  add column known_time text not null default 'event_time',
  add column checkpoint json; -- the events that Kafka has confirmed, null before the first

-- Rows and events that were not taken, as they came, so that they can be mended and sent again.
create table import_rejection (
  import_id uuid not null references import_job on delete cascade,
  kind      text not null check (kind in ('ROW', 'EVENT')),
  number    bigint not null, -- line of the row; how many events came before, for an event
  event_id  text,
  code      text not null,
  detail    text,
  content   text not null,
  primary key (import_id, kind, number)
);

create table change_mapping (
  name          text primary key,
  version       integer not null,
  topics        text[] not null,
  mapping       text not null,
  registered_by text not null,
  registered_at timestamptz not null
);

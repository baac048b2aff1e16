create table event_type_version (
  type          text not null,
  version       int not null,
  compatibility text not null check (compatibility in ('backward', 'none')),
  description   text,
  schema        json not null, -- not jsonb: it reads as it was written
  registered_by text not null,
  registered_at timestamptz not null,
  change        bigint generated always as identity unique, -- rises with every registration
  primary key (type, version)
);

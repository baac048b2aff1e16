create table quality_rules (
  type       text not null,
  version    int not null,
  rules      json not null, -- as they were checked; not jsonb, which forgets the order
  set_by     text not null,
  set_at     timestamptz not null,
  change     bigint generated always as identity unique, -- rises with every version
  primary key (type, version)
);

-- Accepted events by type and minute of their arrival, of all instances.
create table event_arrivals (
  type    text not null,
  minute  timestamptz not null,
  events  bigint not null,
  last_at timestamptz not null,
  primary key (type, minute)
);
create index event_arrivals_minute on event_arrivals (minute);

-- Feature views and labels: content-addressed and never changed. The ordinal says which definition
-- of a name was registered last.
create sequence definition_ordinal;

create table feature_view (
  fingerprint text primary key,
  name text not null,
  definition json not null,
  ordinal bigint not null default nextval('definition_ordinal'),
  created_at timestamptz not null,
  created_by text not null
);

create unique index feature_view_by_name on feature_view (name, ordinal);

create table label_definition (
  fingerprint text primary key,
  name text not null,
  definition json not null,
  ordinal bigint not null default nextval('definition_ordinal'),
  created_at timestamptz not null,
  created_by text not null
);

create unique index label_definition_by_name on label_definition (name, ordinal);

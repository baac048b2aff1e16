-- What versions of a model are held to where that differs from the settings of the service.
alter table model
  add column gate_limits        jsonb not null default '{}',
  add column gate_limits_set_by text,
  add column gate_limits_set_at timestamptz;

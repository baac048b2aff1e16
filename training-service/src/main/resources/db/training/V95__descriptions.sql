-- What people say of models and versions; a version's other columns stay unchangeable.
alter table model
  add column description text not null default '',
  add column tags jsonb not null default '{}';
alter table model_version
  add column description text not null default '',
  add column tags jsonb not null default '{}';

-- In the history of an alias no version means that it was removed.
alter table model_alias_history alter column version drop not null;

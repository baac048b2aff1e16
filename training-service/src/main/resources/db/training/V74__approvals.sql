-- Who said that a version may or must not become the champion; the latest word counts.
create table model_approval (
  approval_id text primary key,
  model_name  text not null,
  version     int not null,
  verdict     text not null check (verdict in ('APPROVED', 'REJECTED')),
  decided_at  timestamptz not null,
  decided_by  text not null,
  reason      text not null,
  foreign key (model_name, version) references model_version (model_name, version)
);
create index model_approval_of on model_approval (model_name, version, approval_id desc);
create trigger approval_append_only before update or delete or truncate on model_approval
  for each statement execute function refuse_change();
grant select on model_approval to serving, monitoring;

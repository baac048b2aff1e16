-- What a version was held to before it became, or did not become, the champion.
create table gate_report (
  report_id  text primary key,
  model_name text not null,
  version    int not null,
  champion   int not null,
  passed     boolean not null,
  judged_at  timestamptz not null,
  judged_by  text not null,
  gates      jsonb not null,
  comparison jsonb,
  foreign key (model_name, version) references model_version (model_name, version)
);
create index gate_report_of on gate_report (model_name, version, report_id desc);
create trigger gate_report_append_only before update or delete or truncate on gate_report
  for each statement execute function refuse_change();

alter table model_alias_history
  add column gate_report text references gate_report (report_id),
  add column forced boolean not null default false;

grant select on gate_report to serving, monitoring;

-- A version that was deleted can be restored until its artefact is removed; its row stays for ever.
alter table model_version drop constraint model_version_status_check;
alter table model_version
  add constraint model_version_status_check check (status in ('READY', 'DELETED', 'REMOVED')),
  add column deleted_at timestamptz,
  add column deleted_by text,
  add column removed_at timestamptz,
  add constraint model_version_deleted check ((status = 'READY') = (deleted_at is null)),
  add constraint model_version_removed check ((status = 'REMOVED') = (removed_at is not null));

-- What has been told to the receiver of OpenLineage events: a run is told once the receiver took it,
-- or refused it for good. Everything else is still to be told, whenever the receiver answers.
alter table training_dataset
  add column lineage_told_at timestamptz,
  add column lineage_refusal text;
alter table model_version
  add column lineage_told_at timestamptz,
  add column lineage_refusal text;
create index training_dataset_untold on training_dataset (finished_at, id)
  where status = 'COMPLETE' and lineage_told_at is null
    and (request ->> 'viewFingerprint') is not null;
create index model_version_untold on model_version (model_name, version)
  where lineage_told_at is null;

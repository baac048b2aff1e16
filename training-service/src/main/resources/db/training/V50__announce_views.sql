-- Aliases that were announced before messages told which view a version reads are announced once
-- more, with the views of the versions that they mean and meant before: whoever keeps views hears
-- of them. Nothing else follows from a message that says what is known.
insert into lifecycle_outbox (event_id, key, payload, created_at)
select a.id, a.model_name,
  jsonb_strip_nulls(jsonb_build_object(
    'eventId', a.id,
    'type', 'alias.moved',
    'modelName', a.model_name,
    'alias', a.alias,
    'modelVersion', a.version,
    'previousVersion', h.previous_version,
    'movedAt', to_char(a.moved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'movedBy', a.moved_by,
    'reason', a.reason,
    'datasetId', v.dataset_id,
    'viewFingerprint', v.view_fingerprint,
    'previousDatasetId', p.dataset_id,
    'previousViewFingerprint', p.view_fingerprint))::text,
  now()
from (select gen_random_uuid()::text as id, * from model_alias) a
join model_version v on v.model_name = a.model_name and v.version = a.version
left join lateral (
  select previous_version from model_alias_history h
  where h.model_name = a.model_name and h.alias = a.alias order by id desc limit 1) h on true
left join model_version p on p.model_name = a.model_name and p.version = h.previous_version
order by a.moved_at, a.model_name, a.alias;

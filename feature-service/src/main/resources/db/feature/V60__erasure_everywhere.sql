-- What remains of an erased customer, why and until when: here, and as the other services answered.
-- The ids of an erasure (work) are kept until every service has answered, so that one that was away
-- for long can be told again.
alter table erasure
  add column remaining json not null default '[]',
  add column announced_at timestamptz;
update erasure set work = (work::jsonb || '{"dropped": []}')::json where work is not null;
create index erasure_unanswered on erasure (announced_at) where announced and work is not null;

alter table erasure_answer add column remaining json not null default '[]';

-- How far each mapping of changes has come, for people who look; Kafka's offsets decide.
create table change_progress (
  name            text primary key, -- stays when the mapping goes: it may come back
  changed_at      timestamptz, -- when the database committed the last change that was read
  position        text, -- of that change in the database's log, where its connector tells it
  error_code      text, -- of the last record that could not become an event
  error_detail    text,
  error_topic     text,
  error_partition integer,
  error_offset    bigint,
  error_at        timestamptz,
  trouble         text -- what keeps it from going on; it is tried again
);

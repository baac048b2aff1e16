-- While an event is replayed nobody else decides on it. Who has claimed it and is gone loses it.
alter table quarantine_item
  add column claimed_by uuid,
  add column claimed_until timestamptz;

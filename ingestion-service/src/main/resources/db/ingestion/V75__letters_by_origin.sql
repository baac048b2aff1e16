-- The record that a consumer found bad. Its letter may be written more than once, when the batch it is
-- in comes again; it is one item. Null for what was refused before it came to the topic of events.
alter table quarantine_item
  add column origin_partition int,
  add column origin_offset bigint,
  add column origin_time bigint;
create unique index quarantine_item_origin
  on quarantine_item (origin_partition, origin_offset, origin_time)
  where origin_offset is not null;

-- Finds what was logged since a training set was made. The log grows in the order of its offsets, so
-- that a summary of each range of pages says where not to look, and costs next to nothing to keep.
create index customer_event_by_offset on customer_event using brin (kafka_offset)
  with (pages_per_range = 32, autosummarize = on);

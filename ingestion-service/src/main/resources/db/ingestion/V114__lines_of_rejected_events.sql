-- Where the file has what was rejected: the number of an event does not say. Null of events that were
-- rejected before; of rows from before, the number is the line.
alter table import_rejection add column line bigint;

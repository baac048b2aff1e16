-- The Kafka topic behind each partition of the log. A topic that is deleted and created again counts
-- from 0 once more; the log counts on, at first_offset plus the offset in Kafka. A log older than
-- this table is of the topic it meets first.
create table log_source (
  kafka_partition integer primary key,
  topic_id uuid not null,
  first_offset bigint not null
);

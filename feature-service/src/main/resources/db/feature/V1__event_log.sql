-- The truth of the feature store: what happened to each customer, once. Redis can be rebuilt from here.

-- Every event ever accepted, by 128 bit of SHA-256(source, 0, id), and where in Kafka it was first
-- seen: the same place again is a redelivery, another place is a duplicate of the producer.
create table event_key (
  key uuid primary key,
  kafka_partition integer not null,
  kafka_offset bigint not null
);

-- Text is compared by its bytes, so that a training set is sorted the same on every server.
create table customer_event (
  customer_id text collate "C" not null,
  event_time timestamptz not null,
  known_time timestamptz not null,
  source text collate "C" not null,
  id text collate "C" not null,
  type text collate "C" not null,
  data json not null,
  kafka_partition integer not null,
  kafka_offset bigint not null
) partition by range (event_time);

create index customer_event_by_customer on customer_event (customer_id, event_time);

-- The service adds a partition per month when an event needs it. What lies outside these hundred
-- years goes to the two open ends. They stand in for a DEFAULT partition, which every new month
-- would have to lock against readers.
create table customer_event_before_2000 partition of customer_event
  for values from (minvalue) to ('2000-01-01T00:00:00Z');
create table customer_event_from_2100 partition of customer_event
  for values from ('2100-01-01T00:00:00Z') to (maxvalue);

-- How far the log has come, one row per Kafka partition.
create table log_position (
  kafka_partition integer primary key,
  kafka_offset bigint not null,
  known_time timestamptz not null,
  event_time timestamptz not null,
  events bigint not null
);

-- The customers whose ids have the smallest hashes: a sample of the log that nobody has to read the log for, and that stays
-- the same while others come. Beyond the bound nobody is kept; without a bound everybody is.
create table sampled_customer (
  customer_id text collate "C" primary key,
  hash bigint not null
);

create index sampled_customer_by_hash on sampled_customer (hash);

create table sampled_customer_bound (
  below bigint
);

insert into sampled_customer (customer_id, hash)
  select customer_id, ('x' || encode(substring(sha256(convert_to(customer_id, 'UTF8')) from 1 for 8), 'hex'))::bit(64)::bigint
  from (select distinct customer_id from customer_event) as customer
  order by 2, 1 limit 20000;

insert into sampled_customer_bound (below)
  select case when count(*) = 20000 then max(hash) end from sampled_customer;

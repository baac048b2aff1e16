-- Who was erased: salted hashes of ids, so that nothing about them is kept in quarantine again.
create table erasure_salt (
  single_row boolean primary key default true check (single_row),
  salt bytea not null
);
insert into erasure_salt (salt)
  values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

create table erased_customer (hash bytea primary key);

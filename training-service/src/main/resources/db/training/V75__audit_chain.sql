-- Each line of the audit carries a digest over itself and the line before, so that one that was
-- changed, removed or put in between is found. The head is locked by whoever appends.
create table audit_head (
  one      boolean primary key default true check (one),
  position bigint not null,
  hash     text not null
);
insert into audit_head (position, hash) values (0, repeat('0', 64));

alter table audit add column position bigint, add column hash text;

-- Texts stand behind their length in bytes, so that no two lines read alike.
create function audit_hash(prior text, l audit) returns text language sql stable as $$
  select encode(sha256(convert_to(concat_ws(E'\n', prior, l.position,
    (extract(epoch from l.at) * 1000000)::bigint,
    octet_length(l.actor) || ':' || l.actor,
    octet_length(l.action) || ':' || l.action,
    octet_length(l.subject) || ':' || l.subject,
    octet_length(l.detail::text) || ':' || l.detail::text), 'UTF8')), 'hex')
$$;

-- The lines from before.
alter table audit disable trigger audit_append_only;
do $$
declare
  l audit;
  head audit_head;
begin
  select * into head from audit_head;
  for l in select * from audit order by id loop
    head.position := head.position + 1;
    l.position := head.position;
    head.hash := audit_hash(head.hash, l);
    update audit set position = head.position, hash = head.hash where id = l.id;
  end loop;
  update audit_head set position = head.position, hash = head.hash;
end
$$;
alter table audit enable trigger audit_append_only;

alter table audit alter column position set not null, alter column hash set not null;
alter table audit add constraint audit_position unique (position);
create index audit_by_subject on audit (subject, position desc);
create index audit_by_actor on audit (actor, position desc);

create function chain_audit() returns trigger language plpgsql as $$
declare
  prior text;
begin
  select position + 1, hash into new.position, prior from audit_head for update;
  new.hash := audit_hash(prior, new);
  update audit_head set position = new.position, hash = new.hash;
  return new;
end
$$;
create trigger audit_chained before insert on audit for each row execute function chain_audit();

grant select on audit_head to serving, monitoring;

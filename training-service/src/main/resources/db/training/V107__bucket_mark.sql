-- The mark that this registry left in the bucket when it swept it last, and the one it is about to
-- leave. A copy of this database has a mark of the past as soon as one of the two has swept.
alter table registry_identity
  add column bucket_mark      text,
  add column bucket_mark_next text;

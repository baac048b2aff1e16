-- Which instance does an import: the one whose spool has its file. While it lives it says so again
-- and again; what was uploaded nobody else can do, a file of the mounted folder anybody may.
alter table import_job
  add column held_by uuid, -- null where it is from before there were several
  add column held_until timestamptz;

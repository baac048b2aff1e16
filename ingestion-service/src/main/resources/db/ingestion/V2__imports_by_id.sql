-- Imports are listed by their ids, which sort by creation.
drop index import_job_submitted;

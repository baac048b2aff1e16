-- How often the service stopped while it worked on a step, since somebody last asked for it; attempt
-- goes on counting every beginning.
alter table retraining_step add column stops int not null default 0;

-- Who asked last for a step to be done anew.
alter table retraining add column retried_by text;

-- An erasure looks for a customer in all that was not taken, while nothing else is taken in.
create index quarantine_item_customers on quarantine_item using gin (customers);
create index quarantine_item_unnamed on quarantine_item (item_id) where customers is null;
create index import_rejection_customers on import_rejection using gin (customers);
create index import_rejection_unnamed on import_rejection (import_id) where customers is null;

-- Each run of a source forgets the runs that are too old.
create index pull_run_finished on pull_run (finished_at);

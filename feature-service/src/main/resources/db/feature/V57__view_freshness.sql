-- How far behind its source a view's values may be before they count as stale; as configured if null.
alter table feature_view add column freshness text;

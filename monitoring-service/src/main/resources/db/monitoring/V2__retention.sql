-- To find what is older than the retention.
create index prediction_by_time on prediction (evaluated_at);
create index bin_count_by_hour on bin_count (hour);

-- Every prediction that serving logged, once.
create table prediction (
  prediction_id uuid primary key,
  customer_id text not null,
  model_name text not null,
  model_version integer not null,
  variant text not null,
  evaluated_at timestamptz not null,
  features_as_of timestamptz not null,
  churn_probability double precision not null,
  risk_band text not null,
  decision text not null,
  threshold double precision not null,
  inputs json not null,
  degraded json not null,
  latency_micros bigint not null,
  -- Whether it is counted in bin_count; false while the baseline of its version is not known.
  binned boolean not null,
  received_at timestamptz not null
);

-- By hash: a customer id may be longer than a B-tree's entry.
create index prediction_by_customer on prediction using hash (customer_id);
create index prediction_unbinned on prediction (model_name, model_version, prediction_id)
  where not binned;

-- Predictions per bin of the baseline that is frozen with the version, by hour of prediction.
-- The bins of a feature are numbered as its baseline lists them; the score is the feature _score.
create table bin_count (
  model_name text not null,
  model_version integer not null,
  hour timestamptz not null,
  feature text not null,
  bin integer not null,
  predictions bigint not null,
  primary key (model_name, model_version, hour, feature, bin)
);

-- What is judged in folds tells how many of them are fitted: a regression grows no trees that could be counted.

alter table run_progress
  add column fitted_folds int not null default 0,
  add column asked_folds int not null default 0;

-- When a server last took on a job that only one of them does.
create table jobs (
  name     text   not null primary key,
  taken_at bigint not null
);

create table kept_answers (
  instance text   not null,
  id       text   not null,
  request  text   not null,
  sealed   text   not null,
  at       bigint not null,
  primary key (instance, id)
);

create index kept_answers_by_age on kept_answers (at);

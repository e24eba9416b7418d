-- What an application must do to get tokens, as JSON; null where the instance's default counts. A server of the version before leaves it as it is.
alter table apps add column security text;

-- The default of an instance.
create table client_security (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  security   text   not null,
  primary key (instance, id)
);

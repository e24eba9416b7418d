create table idps (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  name       text   not null,
  options    text   not null,
  kind       text   not null,
  config     text   not null,
  primary key (instance, id)
);

create index idps_of_owner on idps (instance, owner, created_at, id);

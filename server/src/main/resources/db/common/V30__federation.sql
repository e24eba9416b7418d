create table federation_attempts (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  reference  text   not null,
  attempt    text   not null,
  primary key (instance, id)
);

create index federation_attempts_by_reference on federation_attempts (instance, reference);
create index federation_attempts_by_age on federation_attempts (instance, created_at);

create table federation_pending (
  instance   text   not null,
  attempt    text   not null,
  state      text   not null,
  browser    text   not null,
  phase      text   not null,
  sealed     text   not null,
  expires_at bigint not null,
  primary key (instance, attempt)
);

create unique index federation_pending_by_state on federation_pending (instance, state);
create index federation_pending_by_age on federation_pending (instance, expires_at);

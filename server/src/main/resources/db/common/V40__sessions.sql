create table sessions (
  instance         text   not null,
  id               text   not null,
  owner            text   not null,
  version          bigint not null,
  created_at       bigint not null,
  changed_at       bigint not null,
  user_id          text   not null,
  organization     text   not null,
  authenticated_at bigint not null,
  methods          text   not null,
  idp              text   not null,
  expires_at       bigint not null,
  token_hash       text   not null,
  primary key (instance, id)
);

create unique index sessions_by_token on sessions (instance, token_hash);
create index sessions_by_expiry on sessions (expires_at);

create table web_keys (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  state      text   not null,
  public_key text   not null,
  sealed_key text   not null,
  primary key (instance, id)
);

-- One row a sign-in at a client; state is the whole of it.
create table oidc_sessions (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  user_id    text   not null,
  session    text   not null,
  ends_at    bigint not null,
  state      text   not null,
  primary key (instance, id)
);
create index oidc_sessions_session on oidc_sessions (instance, session);
create index oidc_sessions_user on oidc_sessions (instance, user_id);
create index oidc_sessions_ends_at on oidc_sessions (ends_at);

-- Every refresh token there was, used ones too: who presents one of those is not its owner.
create table refresh_tokens (
  instance     text not null,
  hash         text not null,
  oidc_session text not null,
  primary key (instance, hash)
);
create index refresh_tokens_oidc_session on refresh_tokens (instance, oidc_session);

create table personal_access_tokens (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  user_id    text   not null,
  hash       text   not null,
  scopes     text   not null,
  expires_at bigint not null,
  primary key (instance, id)
);
create index personal_access_tokens_user on personal_access_tokens (instance, user_id);

-- Every valid bearer token, of both kinds above: the one row that an API call reads.
create table tokens (
  instance         text   not null,
  hash             text   not null,
  kind             text   not null,
  id               text   not null,
  source           text   not null,
  user_id          text   not null,
  client_id        text   not null,
  session          text   not null,
  scopes           text   not null,
  audience         text   not null,
  auth_methods     text   not null,
  authenticated_at bigint not null,
  issued_at        bigint not null,
  expires_at       bigint not null,
  primary key (instance, hash)
);
create index tokens_source on tokens (instance, source);
create index tokens_expires_at on tokens (expires_at);

create table authorization_codes (
  instance     text   not null,
  hash         text   not null,
  session      text   not null,
  oidc_session text   not null,
  expires_at   bigint not null,
  code         text   not null,
  primary key (instance, hash)
);
create index authorization_codes_session on authorization_codes (instance, session);
create index authorization_codes_expires_at on authorization_codes (expires_at);

create table auth_requests (
  instance   text   not null,
  id         text   not null,
  expires_at bigint not null,
  request    text   not null,
  primary key (instance, id)
);
create index auth_requests_expires_at on auth_requests (expires_at);

-- Answers that wait for the browser to fetch the form that carries them (response_mode=form_post).
create table form_posts (
  instance   text   not null,
  hash       text   not null,
  expires_at bigint not null,
  sealed     text   not null,
  primary key (instance, hash)
);
create index form_posts_expires_at on form_posts (expires_at);

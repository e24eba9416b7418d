-- Which applications want to hear of the end of a sign-in session (OpenID Connect Back-Channel Logout).
create table logout_registrations (
  instance   text   not null,
  session    text   not null,
  client_id  text   not null,
  issuer     text   not null,
  expires_at bigint not null,
  primary key (instance, session, client_id)
);
create index logout_registrations_expires_at on logout_registrations (expires_at);

-- Notices that have yet to be delivered.
create table logout_notices (
  instance   text   not null,
  id         text   not null,
  client_id  text   not null,
  user_id    text   not null,
  session    text   not null,
  issuer     text   not null,
  attempts   bigint not null,
  next_at    bigint not null,
  expires_at bigint not null,
  primary key (instance, id)
);
create index logout_notices_next_at on logout_notices (next_at);

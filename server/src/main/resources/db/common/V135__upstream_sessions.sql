-- Which session at a provider a session here came from. Subject and sid are hashes, each with the issuer; sid is empty where the provider
-- gave none. What is needed to end the session there is sealed.
create table upstream_sessions (
  instance   text   not null,
  session    text   not null,
  idp        text   not null,
  subject    text   not null,
  sid        text   not null,
  sealed     text   not null,
  expires_at bigint not null,
  primary key (instance, session)
);
create index upstream_sessions_by_subject on upstream_sessions (instance, idp, subject);
create index upstream_sessions_by_sid on upstream_sessions (instance, idp, sid) where sid <> '';
create index upstream_sessions_expires_at on upstream_sessions (expires_at);

-- Browsers that are on their way through a provider's logout, by the hash of the state they come back with.
create table upstream_logouts (
  instance   text   not null,
  state      text   not null,
  sealed     text   not null,
  expires_at bigint not null,
  primary key (instance, state)
);
create index upstream_logouts_expires_at on upstream_logouts (expires_at);

-- Notices of providers that sessions have ended, by the hash of their id: none counts twice.
create table upstream_notices (
  instance   text   not null,
  idp        text   not null,
  id         text   not null,
  expires_at bigint not null,
  primary key (instance, idp, id)
);
create index upstream_notices_expires_at on upstream_notices (expires_at);

-- Whether signing out here goes on to an OpenID Provider.
create table idp_logouts (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  enabled    bigint not null,
  primary key (instance, id)
);

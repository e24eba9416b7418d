-- Applications can be inactive and have keys.
alter table apps add column state text not null default 'ACTIVE';
alter table apps add column keys text not null default '[]';

-- Assertions that clients have used (RFC 7523 section 3): each is good once, on all servers.
create table used_assertions (
  instance   text   not null,
  hash       text   not null,
  expires_at bigint not null,
  primary key (instance, hash)
);
create index used_assertions_expires_at on used_assertions (expires_at);

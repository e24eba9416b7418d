-- How this server speaks to a provider, as JSON. The id is the provider's.
create table upstream_controls (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  control    text   not null,
  primary key (instance, id)
);

-- The parameters that each provider takes over from applications.
create table upstream_forwarded (
  instance text not null,
  name     text not null,
  idp      text not null,
  primary key (instance, name, idp)
);
create index upstream_forwarded_idp on upstream_forwarded (instance, idp);

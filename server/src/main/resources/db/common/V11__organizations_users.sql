create table orgs (
  instance       text   not null,
  id             text   not null,
  owner          text   not null,
  version        bigint not null,
  created_at     bigint not null,
  changed_at     bigint not null,
  name           text   not null,
  domains        text   not null,
  primary_domain text   not null,
  primary key (instance, id)
);

create table org_domains (
  instance text not null,
  domain   text not null,
  org      text not null,
  primary key (instance, domain)
);

create table members (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  user_id    text   not null,
  roles      text   not null,
  primary key (instance, id)
);

create index members_of_user on members (instance, user_id);
create index members_of_owner on members (instance, owner, created_at, id);

create table users (
  instance       text   not null,
  id             text   not null,
  owner          text   not null,
  version        bigint not null,
  created_at     bigint not null,
  changed_at     bigint not null,
  user_name      text   not null,
  login_name     text   not null,
  verified_email text   not null,
  state          text   not null,
  kind           text   not null,
  detail         text   not null,
  metadata       text   not null,
  primary key (instance, id)
);

create unique index users_by_login_name on users (instance, login_name);
create index users_by_verified_email on users (instance, verified_email);

create table idp_links (
  instance    text not null,
  idp         text not null,
  external_id text not null,
  user_id     text not null,
  primary key (instance, idp, external_id)
);

create index idp_links_of_user on idp_links (instance, user_id);

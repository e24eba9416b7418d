create table projects (
  instance         text    not null,
  id               text    not null,
  owner            text    not null,
  version          bigint  not null,
  created_at       bigint  not null,
  changed_at       bigint  not null,
  name             text    not null,
  role_assertion   boolean not null,
  role_check       boolean not null,
  project_check    boolean not null,
  private_labeling text    not null,
  primary key (instance, id)
);

create table apps (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  project    text   not null,
  name       text   not null,
  client_id  text   not null,
  kind       text   not null,
  config     text   not null,
  primary key (instance, id)
);

create unique index apps_by_client_id on apps (instance, client_id);

create table login_policies (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  settings   text   not null,
  second_factors text not null,
  multi_factors  text not null,
  idps       text   not null,
  primary key (instance, id)
);

create table login_policy_idps (
  instance text not null,
  idp      text not null,
  owner    text not null,
  primary key (instance, idp, owner)
);

create table instances (
  instance             text   not null,
  id                   text   not null,
  owner                text   not null,
  version              bigint not null,
  created_at           bigint not null,
  changed_at           bigint not null,
  name                 text   not null,
  domains              text   not null,
  default_organization text   not null,
  project              text   not null,
  default_language     text   not null,
  primary key (instance, id)
);

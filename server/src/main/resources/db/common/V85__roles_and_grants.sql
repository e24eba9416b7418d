alter table projects add column inactive boolean not null default false;

create table project_roles (
  instance     text   not null,
  id           text   not null,
  owner        text   not null,
  version      bigint not null,
  created_at   bigint not null,
  changed_at   bigint not null,
  project      text   not null,
  role_key     text   not null,
  display_name text   not null,
  role_group   text   not null,
  primary key (instance, id)
);

create index project_roles_of_project on project_roles (instance, project, created_at, id);

create table project_grants (
  instance    text    not null,
  id          text    not null,
  owner       text    not null,
  version     bigint  not null,
  created_at  bigint  not null,
  changed_at  bigint  not null,
  project     text    not null,
  granted_org text    not null,
  roles       text    not null,
  active      boolean not null,
  primary key (instance, id)
);

create index project_grants_of_project on project_grants (instance, project, created_at, id);
create index project_grants_of_org on project_grants (instance, granted_org, project);

-- to find grants by role
create table project_grant_roles (
  instance      text not null,
  project_grant text not null,
  project       text not null,
  role          text not null,
  primary key (instance, project_grant, role)
);

create index project_grant_roles_by_role on project_grant_roles (instance, project, role);

create table user_grants (
  instance      text    not null,
  id            text    not null,
  owner         text    not null,
  version       bigint  not null,
  created_at    bigint  not null,
  changed_at    bigint  not null,
  user_id       text    not null,
  project       text    not null,
  project_owner text    not null,
  project_grant text    not null,
  roles         text    not null,
  active        boolean not null,
  primary key (instance, id)
);

create index user_grants_of_user on user_grants (instance, user_id, project);
create index user_grants_of_owner on user_grants (instance, owner, created_at, id);
create index user_grants_of_project on user_grants (instance, project);
create index user_grants_of_project_owner on user_grants (instance, project_owner, created_at, id);
create index user_grants_of_project_grant on user_grants (instance, project_grant);

-- to find grants by role
create table user_grant_roles (
  instance   text not null,
  user_grant text not null,
  project    text not null,
  role       text not null,
  primary key (instance, user_grant, role)
);

create index user_grant_roles_by_role on user_grant_roles (instance, project, role);

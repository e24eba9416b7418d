create table project_members (
  instance      text   not null,
  id            text   not null,
  owner         text   not null,
  version       bigint not null,
  created_at    bigint not null,
  changed_at    bigint not null,
  user_id       text   not null,
  project       text   not null,
  project_grant text   not null,
  organization  text   not null,
  roles         text   not null,
  primary key (instance, id)
);

-- what somebody may do in an organization
create index project_members_of_user on project_members (instance, user_id, organization);
create index project_members_of_project on project_members (instance, project, project_grant, created_at, id);

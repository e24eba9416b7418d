-- what belongs to something that is removed is found without reading the whole table
create index users_of_owner on users (instance, owner, created_at, id);
create index projects_of_owner on projects (instance, owner, created_at, id);
create index apps_of_project on apps (instance, project, created_at, id);
create index sessions_of_user on sessions (instance, user_id);
create index tokens_of_client on tokens (instance, client_id);

-- what a session says that was made by a call; a server of the version before leaves both as they are
alter table sessions add column user_checked_at bigint not null default 0;
alter table sessions add column about text not null default '{}';

-- What a provider said of how somebody proved who they are. A server of the version before leaves it as it is.
alter table sessions add column vouched text not null default '{}';

alter table idps add column sealed_secret text not null default '';
alter table idps add column active bigint not null default 1;
alter table idps add column metadata_url text not null default '';
alter table idps add column old_settings text;

create index idps_with_metadata_url on idps (metadata_url) where metadata_url <> '';

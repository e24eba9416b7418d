-- How long tokens live, as an instance's administrators want it. Durations and times are ISO 8601.
create table oidc_settings (
  instance     text   not null,
  id           text   not null,
  owner        text   not null,
  version      bigint not null,
  created_at   bigint not null,
  changed_at   bigint not null,
  lifetimes    text   not null,
  tokens_until text   not null,
  primary key (instance, id)
);

create table events (
  position    integer primary key autoincrement,
  instance    text   not null,
  stream_type text   not null,
  stream      text   not null,
  version     bigint not null,
  type        text   not null,
  at          bigint not null,
  actor       text   not null,
  owner       text   not null,
  payload     text   not null,
  unique (instance, stream_type, stream, version)
);

create table claims (
  instance text not null,
  kind     text not null,
  value    text not null,
  primary key (instance, kind, value)
) without rowid;

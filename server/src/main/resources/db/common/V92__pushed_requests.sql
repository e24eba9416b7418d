-- Authorization requests that clients have pushed (RFC 9126), until the browser comes with their name.
create table pushed_requests (
  instance   text   not null,
  hash       text   not null,
  client_id  text   not null,
  expires_at bigint not null,
  parameters text   not null,
  primary key (instance, hash)
);
create index pushed_requests_expires_at on pushed_requests (expires_at);

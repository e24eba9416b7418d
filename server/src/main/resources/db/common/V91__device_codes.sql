-- Devices that wait until somebody lets them in (RFC 8628). Both codes are kept as hashes.
create table device_codes (
  instance         text   not null,
  hash             text   not null,
  user_code        text   not null,
  state            text   not null,
  session          text   not null,
  interval_seconds bigint not null,
  polled_at        bigint not null,
  expires_at       bigint not null,
  request          text   not null,
  granted          text   not null,
  primary key (instance, hash)
);
create unique index device_codes_by_user_code on device_codes (instance, user_code);
create index device_codes_by_session on device_codes (instance, session);
create index device_codes_expires_at on device_codes (expires_at);

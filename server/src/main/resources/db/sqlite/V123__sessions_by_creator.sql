-- who made a session by a call, and the browser it was made for: lists are asked for by both
alter table sessions add column creator text generated always as (json_extract(about, '$.creator')) virtual;
alter table sessions add column fingerprint text generated always as (json_extract(about, '$.userAgent.fingerprintId')) virtual;

create index sessions_by_creator on sessions (instance, creator) where creator <> '';
create index sessions_by_fingerprint on sessions (instance, fingerprint) where fingerprint <> '';

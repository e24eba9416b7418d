-- What the list of events filters by. Resources that an instance or an organization owns as its settings are its history:
-- their aggregate is the owner. Every index ends in time and position, the order of the list. Owners and kinds of aggregate are few:
-- looking through the list by time finds them soon, and each index more is paid by every write.
alter table events add column aggregate_type text not null generated always as (
  case when stream_type not in ('idp', 'login_policy', 'member') then stream_type
       when owner = instance then 'instance' else 'org' end) stored;
alter table events add column aggregate text not null generated always as (
  case when stream_type in ('idp', 'login_policy', 'member') then owner else stream end) stored;

create index events_by_time on events (instance, at, position);
create index events_by_type on events (instance, type, at, position);
create index events_by_aggregate on events (instance, aggregate, at, position);
create index events_by_actor on events (instance, actor, at, position);

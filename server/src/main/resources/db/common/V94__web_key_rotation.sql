-- Signing keys that sign no more, but are still published. Servers of the version before don't know the column, and see them as keys that don't
-- sign yet: published too.
alter table web_keys add column inactive boolean not null default false;

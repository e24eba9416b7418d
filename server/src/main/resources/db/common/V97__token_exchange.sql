-- Whether tokens may be exchanged for those of somebody else (RFC 8693).
alter table instances add column impersonation boolean not null default false;

-- Who acts in the name of the user (RFC 8693 section 4.1), as JSON; null where nobody does.
alter table tokens add column actor text;

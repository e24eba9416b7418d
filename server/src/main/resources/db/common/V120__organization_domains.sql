-- Domains that an organization says it has, and has not proven yet.
alter table orgs add column unproven_domains text not null default '[]';

create index org_domains_of_org on org_domains (instance, org);

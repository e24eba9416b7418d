-- What a provider's claims become. The id is the provider's.
create table claim_rules (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  issuer     text   not null,
  rules      text   not null,
  primary key (instance, id)
);

-- Which roles a user has because of a provider's rules.
create table claimed_roles (
  instance   text   not null,
  id         text   not null,
  owner      text   not null,
  version    bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  idp        text   not null,
  user_id    text   not null,
  roles      text   not null,
  primary key (instance, id)
);

create index claimed_roles_of_user on claimed_roles (instance, user_id);
create index claimed_roles_of_idp on claimed_roles (instance, idp);

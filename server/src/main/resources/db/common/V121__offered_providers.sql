-- The providers of one policy, without going through those of all others.
create index login_policy_idps_of_owner on login_policy_idps (instance, owner, idp);

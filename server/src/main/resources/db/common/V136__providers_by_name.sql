-- The order in which people see providers, so that a page of a hundred thousand costs what a page of ten does. The name is the one
-- that a button shows: Choices has the same words.
create index idps_by_name on idps (instance, active, lower(case when name <> '' then name else case kind when 'github' then 'GitHub' when 'gitlab' then 'GitLab' when 'google' then 'Google' when 'apple' then 'Apple' else name end end), id);

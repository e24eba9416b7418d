-- Names are listed by their code points and brought to lower case in all of Unicode, whatever the database was made with.
do $$
declare
  found text;
begin
  select collname into found from pg_collation
    where collname in ('pg_c_utf8', 'C.utf8', 'C.UTF-8')
    order by collname desc limit 1;
  if found is not null then
    execute format('alter table idps alter column name type text collate %I', found);
  end if;
end
$$;

-- how its user had signed in, for who asks about a token; those that were issued before say nothing
alter table tokens add column acr text;

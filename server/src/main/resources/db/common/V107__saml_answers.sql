-- Answers of SAML identity providers, sealed, between the post that brought them and the request that comes with the browser's cookies.
create table saml_answers (
  instance   text   not null,
  state      text   not null,
  expires_at bigint not null,
  sealed     text   not null,
  primary key (instance, state)
);
create index saml_answers_expires_at on saml_answers (expires_at);

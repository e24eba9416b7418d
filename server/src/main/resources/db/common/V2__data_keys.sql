create table data_keys (
  instance text not null primary key,
  wrapped  text not null
);

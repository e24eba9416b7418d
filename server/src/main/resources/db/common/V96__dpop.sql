-- Thumbprint of the key that an access token is bound to (RFC 9449 section 6), null for one that anybody may bear.
alter table tokens add column jkt text;

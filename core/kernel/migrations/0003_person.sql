-- People: a random number everywhere; what names them stands here, sealed under a key of their own.
create table person (
  id text primary key,
  seq integer not null,
  erased integer
) strict;
create table vault_field (
  person text not null,
  field text not null,
  visibility text not null check (visibility in ('public', 'organisation', 'office', 'own')),
  nonce blob not null,
  sealed blob not null,
  keep_until integer,
  seq integer not null,
  primary key (person, field)
) strict, without rowid;
create index vault_field_keep on vault_field (keep_until) where keep_until is not null;

-- Keys to destroy, written by the act that erases; done after its commit, again after a crash.
create table vault_destroy (
  owner text primary key,
  seq integer not null
) strict, without rowid;

-- Accounts: who may sign in. The login is found by a keyed hash; the address itself is in the vault.
create table account (
  person text primary key,
  login_hash text not null unique,
  password text not null,
  state text not null check (state in ('open', 'closed')),
  seq integer not null
) strict, without rowid;
create table session (
  token_hash text primary key,
  person text not null,
  created integer not null,
  seen integer not null,
  ends integer not null,
  confirmed integer not null
) strict, without rowid;
create index session_person on session (person);
create table api_token (
  id text primary key,
  token_hash text not null unique,
  person text not null,
  label text not null,
  scopes text not null,
  ends integer not null,
  seq integer not null,
  revoked integer
) strict;
create index api_token_person on api_token (person);

-- Offices: the parts of an organisation that own work.
create table office (
  id text primary key,
  organisation text not null,
  name_ko text,
  name_en text,
  name_zh text,
  seq integer not null
) strict;

-- Who holds which role, where, from when to when.
create table role_grant (
  id text primary key,
  person text not null,
  role text not null,
  organisation text,
  office text,
  deputy_of text,
  valid_from integer,
  valid_to integer,
  seq_in integer not null,
  seq_out integer
) strict;
create index role_grant_person on role_grant (person);

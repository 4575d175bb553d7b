-- Organisations: what they are called, when, in which language; by which numbers they are known.
-- Names are never overwritten: a new one ends the old one, and both can be read as of any position.
create table organisation (
  id text primary key,
  number text not null unique,
  kind text not null,
  business_number text unique,
  corporate_number text unique,
  homepage text,
  founded text,
  source_key text unique,
  sort_key text not null,
  seq integer not null,
  changed integer not null
) strict;
create index organisation_sort on organisation (sort_key, id);
create index organisation_kind on organisation (kind, sort_key, id);

create table organisation_name (
  id text primary key,
  organisation text not null,
  lang text not null check (lang in ('ko', 'en', 'zh')),
  form text not null check (form in ('name', 'alias')),
  text text not null,
  search_key text not null,
  seq_in integer not null,
  seq_out integer
) strict;
create index organisation_name_of on organisation_name (organisation, seq_in);

-- Files that were handed in for import, until they are accepted or dropped. The bytes are sealed in the folder.
create table import_file (
  id text primary key,
  person text not null,
  name text not null,
  digest text not null,
  media text not null,
  size integer not null,
  state text not null check (state in ('staged', 'accepted', 'dropped')),
  created integer not null,
  seq integer
) strict;
create index import_file_person on import_file (person, id);

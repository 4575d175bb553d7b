-- Measures: what was defined, and what was counted and kept. A definition is the text of its file, so that anyone can
-- read by which words a number was counted; a new version stands beside the old one.
create table tower_measure (
  id text not null,
  version integer not null,
  -- The file as it was brought in, and its digest.
  text text not null,
  digest text not null,
  seq integer not null,
  -- The position that made it public; none = internal.
  published integer,
  primary key (id, version)
) strict;

-- A kept count is its rows: the canonical text that the digest is made of. Nothing here is ever changed except that a
-- count becomes public.
create table tower_snapshot (
  id text primary key,
  number text not null unique,
  measure text not null,
  version integer not null,
  position integer not null,
  as_of integer not null,
  minimum integer not null,
  engine text not null,
  row_count integer not null,
  digest text not null,
  rows_text text not null,
  seq integer not null,
  published integer
) strict;
create index tower_snapshot_of on tower_snapshot (measure, seq);

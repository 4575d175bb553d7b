-- Published numbers. What somebody published stays as published: a version is never changed. A second version of the
-- same number means that we copied it wrongly; it says why, and the first one stays beside it.
-- A speaker is a role in the words of its file, or the ref of an organisation or of a person; never a name.
create table tower_claim (
  id text not null,
  seq_in integer not null,
  seq_out integer,
  code text not null,
  published text not null,
  outlet text not null,
  speaker text not null,
  subject text not null,
  scope text not null,
  relation text not null,
  value text not null,
  unit text not null,
  numerator text not null,
  denominator text not null,
  parts text not null,
  basis text not null,
  as_of text not null,
  source text not null,
  label_ko text not null,
  label_en text not null,
  label_zh text not null,
  why text,
  primary key (id, seq_in)
) strict;
create unique index tower_claim_now on tower_claim (code) where seq_out is null;

-- What the organisation named said: an answer, or a request to correct, which somebody answers by a day.
create table tower_claim_reply (
  id text primary key,
  number text not null unique,
  claim text not null,
  kind text not null check (kind in ('reply', 'request')),
  organisation text not null,
  says text not null,
  lang text not null,
  document text,
  link text,
  said integer not null,
  due integer,
  outcome text check (outcome in ('corrected', 'declined')),
  answer text,
  answered integer,
  seq integer not null,
  answered_seq integer
) strict;
create index tower_claim_reply_of on tower_claim_reply (claim, seq);

-- What counting a list gave for a published number. Inside until it is published, and shown to the organisation named
-- before that.
create table tower_claim_finding (
  id text primary key,
  claim text not null,
  definition text not null,
  low text not null,
  high text,
  snapshot text not null,
  seq integer not null,
  shown_to text,
  shown_seq integer,
  answer_by integer,
  obligation text,
  published_seq integer,
  published_why text
) strict;
create index tower_claim_finding_of on tower_claim_finding (claim, seq);

-- Numbers that anyone handed in: each waits until an officer takes it in or refuses it with a reason.
create table tower_claim_hand_in (
  id text primary key,
  number text not null unique,
  cells text not null,
  received integer not null,
  by_visitor integer not null,
  state text not null check (state in ('waiting', 'accepted', 'refused')),
  reason text,
  claim text,
  seq integer not null,
  decided_seq integer
) strict;
create index tower_claim_hand_in_state on tower_claim_hand_in (state, seq);

-- What the founding texts of a city ask for, name or wish, and which screens of this program serve it. The texts stay;
-- the screens are what the pack says today.
create table tower_origin (
  code text primary key,
  place integer not null,
  source text not null,
  area text not null,
  text_ko text, text_en text, text_zh text,
  seq integer not null
) strict;

create table tower_origin_screen (
  origin text not null,
  screen text not null,
  says text not null check (says in ('works', 'record')),
  record text not null,
  seq integer not null,
  primary key (origin, screen, record)
) strict;

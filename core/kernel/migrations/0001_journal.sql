-- The journal: one entry per act, chained by a Merkle tree whose head is signed with every batch.
-- Salt and body can be removed when a person is forgotten; the commitment stays, so the tree still closes.
create table journal_entry (
  seq integer primary key,
  v integer not null,
  at integer not null,
  received integer,
  request text,
  actor text not null,
  action text not null,
  subject text not null,
  commitment blob not null,
  salt blob,
  body text
) strict;
create index journal_entry_subject on journal_entry (subject, seq);

-- Which entries speak of a person: erasure removes their bodies and salts.
create table journal_person (
  person text not null,
  seq integer not null,
  primary key (person, seq)
) strict, without rowid;

-- A request is unique for 30 days and answers with its first outcome. Requests are random: rows go to the end of the
-- table, and only the index, which holds nothing else, is written all over.
create table journal_request (
  request text primary key,
  actor text not null,
  fingerprint text not null,
  seq integer not null,
  received integer not null,
  outcome text not null
) strict;

-- The compact head of the tree, and every signed head ever published.
create table journal_tree (
  id integer primary key,
  size integer not null,
  frontier blob not null
) strict;
create table journal_checkpoint (
  size integer primary key,
  at integer not null,
  note text not null
) strict;

-- Entries are never changed; the one exception is forgetting their body and salt together.
-- only sqlite
create trigger journal_entry_fixed before update on journal_entry
when new.seq is not old.seq or new.v is not old.v or new.at is not old.at or new.received is not old.received
  or new.request is not old.request or new.actor is not old.actor or new.action is not old.action
  or new.subject is not old.subject or new.commitment is not old.commitment
  or new.salt is not null or new.body is not null
begin select raise(abort, 'a journal entry is never changed'); end;
create trigger journal_entry_kept before delete on journal_entry
begin select raise(abort, 'a journal entry is never deleted'); end;
-- only postgres
create function journal_entry_fixed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a journal entry is never deleted'; end if;
  if row(new.seq, new.v, new.at, new.received, new.request, new.actor, new.action, new.subject, new.commitment)
       is distinct from row(old.seq, old.v, old.at, old.received, old.request, old.actor, old.action, old.subject, old.commitment)
     or new.salt is not null or new.body is not null
  then raise exception 'a journal entry is never changed'; end if;
  return new;
end $$;
create trigger journal_entry_fixed before update or delete on journal_entry for each row execute function journal_entry_fixed();
-- both

-- The city itself: what its pages call it, its zone, whether it is made up, and the name of this line of history.
create table city (
  id integer primary key,
  slug text not null,
  name_ko text,
  name_en text,
  name_zh text,
  zone text not null,
  synthetic integer not null,
  official integer not null,
  branch text not null,
  created integer not null
) strict;

-- The next human number per kind and year.
create table number_series (
  kind text not null,
  year integer not null,
  last integer not null,
  primary key (kind, year)
) strict, without rowid;

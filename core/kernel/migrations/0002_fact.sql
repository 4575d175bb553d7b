-- Facts: what is true of whom, when in the world, how well known, and between which positions we believed it.
create table fact (
  id text primary key,
  kind text not null,
  subject text not null,
  other text,
  code text,
  amount integer,
  place text,
  valid_from integer,
  valid_to integer,
  level integer not null check (level between 0 and 4),
  evidence text,
  source text,
  seq_in integer not null,
  seq_out integer,
  check (valid_from is null or valid_to is null or valid_from < valid_to),
  check (seq_out is null or seq_in < seq_out)
) strict;
create index fact_subject on fact (subject, kind);
create index fact_other on fact (other, kind) where other is not null;
create index fact_kind on fact (kind, seq_in);

-- Who caused what: written by the act that causes it.
create table link (
  id text primary key,
  from_ref text not null,
  verb text not null,
  to_ref text not null,
  basis text,
  seq_in integer not null,
  seq_out integer
) strict;
create index link_from on link (from_ref);
create index link_to on link (to_ref);

-- Evidence: a file by random id with its digest, or a reference to something outside.
create table evidence (
  id text primary key,
  form text not null check (form in ('file', 'reference')),
  reference text,
  digest text,
  media text,
  size integer,
  issuer text,
  issued integer,
  level integer not null check (level between 0 and 4),
  seq integer not null
) strict;

-- only sqlite
create trigger fact_ends_once before update on fact
when old.seq_out is not null or new.seq_out is null or new.id is not old.id or new.kind is not old.kind
  or new.subject is not old.subject or new.other is not old.other or new.code is not old.code
  or new.amount is not old.amount or new.place is not old.place or new.valid_from is not old.valid_from
  or new.valid_to is not old.valid_to or new.level is not old.level or new.evidence is not old.evidence
  or new.source is not old.source or new.seq_in is not old.seq_in
begin select raise(abort, 'of a fact only the end of belief may be written, once'); end;
create trigger fact_kept before delete on fact
begin select raise(abort, 'a fact is never deleted'); end;
-- only postgres
create function fact_ends_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a fact is never deleted'; end if;
  if old.seq_out is not null or new.seq_out is null
     or row(new.id, new.kind, new.subject, new.other, new.code, new.amount, new.place, new.valid_from, new.valid_to,
            new.level, new.evidence, new.source, new.seq_in)
       is distinct from
        row(old.id, old.kind, old.subject, old.other, old.code, old.amount, old.place, old.valid_from, old.valid_to,
            old.level, old.evidence, old.source, old.seq_in)
  then raise exception 'of a fact only the end of belief may be written, once'; end if;
  return new;
end $$;
create trigger fact_ends_once before update or delete on fact for each row execute function fact_ends_once();
-- both

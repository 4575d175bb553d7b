-- Promises: agreements and the obligations they bind. A row is one version; a change ends it and writes the next, so
-- that both can be read as of any position.
create table agreement (
  id text not null,
  seq_in integer not null,
  seq_out integer,
  number text not null,
  kind text not null,
  title_ko text,
  title_en text,
  title_zh text,
  signed text,
  period_from integer,
  period_to integer,
  terms text,
  source text,
  open integer not null,
  state text not null check (state in ('in_force', 'ended', 'terminated', 'unknown')),
  reason text,
  primary key (id, seq_in),
  check (seq_out is null or seq_in < seq_out)
) strict, without rowid;
create unique index agreement_current on agreement (id) where seq_out is null;
create unique index agreement_number on agreement (number) where seq_out is null;

-- Who is party to a version, in the order it names them.
create table agreement_party (
  agreement text not null,
  seq_in integer not null,
  place integer not null,
  party text not null,
  role text not null,
  primary key (agreement, seq_in, place)
) strict, without rowid;
create index agreement_party_party on agreement_party (party, agreement);

-- due_by is the last day that `due` may mean; without a due day it lies beyond all others, so that one order serves.
create table obligation (
  id text not null,
  seq_in integer not null,
  seq_out integer,
  number text not null,
  kind text not null,
  agreement text,
  from_ref text,
  what_ko text,
  what_en text,
  what_zh text,
  amount integer,
  unit text,
  owner text,
  deputy text,
  due text,
  due_by integer not null,
  escalation text not null check (escalation in ('standard', 'none')),
  outcome text not null check (outcome in ('planned', 'done', 'changed', 'elsewhere', 'closed', 'dropped', 'unknown')),
  evidence text,
  reason text,
  source text,
  open integer not null,
  primary key (id, seq_in),
  check (seq_out is null or seq_in < seq_out),
  check ((amount is null) = (unit is null))
) strict, without rowid;
create unique index obligation_current on obligation (id) where seq_out is null;
create unique index obligation_number on obligation (number) where seq_out is null;
create index obligation_due on obligation (due_by, id);
create index obligation_owner on obligation (owner, due_by);
create index obligation_agreement on obligation (agreement, id);

-- Notices that were given. A new due day begins a new series of steps.
create table obligation_notice (
  obligation text not null,
  due_by integer not null,
  step integer not null,
  told text not null,
  late integer not null,
  seq integer not null,
  primary key (obligation, due_by, step)
) strict, without rowid;
create index obligation_notice_seq on obligation_notice (seq);

-- only sqlite
create trigger agreement_ends_once before update on agreement
when old.seq_out is not null or new.seq_out is null
begin select raise(abort, 'of a version only its end may be written, once'); end;
create trigger agreement_fixed before update of id, seq_in, number, kind, title_ko, title_en, title_zh, signed,
  period_from, period_to, terms, source, open, state, reason on agreement
begin select raise(abort, 'of a version only its end may be written, once'); end;
create trigger agreement_kept before delete on agreement
begin select raise(abort, 'an agreement is never deleted'); end;
create trigger agreement_party_fixed before update on agreement_party
begin select raise(abort, 'the parties of a version never change'); end;
create trigger agreement_party_kept before delete on agreement_party
begin select raise(abort, 'the parties of a version never change'); end;
create trigger obligation_ends_once before update on obligation
when old.seq_out is not null or new.seq_out is null
begin select raise(abort, 'of a version only its end may be written, once'); end;
create trigger obligation_fixed before update of id, seq_in, number, kind, agreement, from_ref, what_ko, what_en,
  what_zh, amount, unit, owner, deputy, due, due_by, escalation, outcome, evidence, reason, source, open on obligation
begin select raise(abort, 'of a version only its end may be written, once'); end;
create trigger obligation_kept before delete on obligation
begin select raise(abort, 'an obligation is never deleted'); end;
-- only postgres
create function promise_version_fixed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a version is never deleted'; end if;
  if old.seq_out is not null or new.seq_out is null or to_jsonb(new) - 'seq_out' <> to_jsonb(old) - 'seq_out'
  then raise exception 'of a version only its end may be written, once'; end if;
  return new;
end $$;
create trigger agreement_ends_once before update or delete on agreement for each row execute function promise_version_fixed();
create trigger obligation_ends_once before update or delete on obligation for each row execute function promise_version_fixed();
create function agreement_party_fixed() returns trigger language plpgsql as $$
begin raise exception 'the parties of a version never change'; end $$;
create trigger agreement_party_fixed before update or delete on agreement_party for each row execute function agreement_party_fixed();
-- both

-- Followers: cursors on the journal. `position` is the last entry that is dealt with; failures belong to the next one.
create table follower (
  name text primary key,
  form text not null check (form in ('act', 'outside')),
  position integer not null,
  failures integer not null,
  retry_at integer,
  error text,
  reset integer not null
) strict, without rowid;

-- Entries that a follower could not deal with: they wait for a person, the others go on.
create table follower_parked (
  follower text not null,
  seq integer not null,
  attempts integer not null,
  error text not null,
  at integer not null,
  wanted integer not null,
  primary key (follower, seq)
) strict, without rowid;

-- Jobs: what is slow, after the act that asked for it. `not_before` of a running job is the end of its lease: whoever
-- finds it later takes it up again.
create table job (
  id text primary key,
  kind text not null,
  subject text not null,
  body text not null,
  state text not null check (state in ('requested', 'running', 'done', 'failed', 'parked')),
  attempts integer not null,
  not_before integer not null,
  deadline integer,
  outcome text,
  error text,
  seq integer not null,
  seq_end integer
) strict, without rowid;
create index job_due on job (kind, not_before, id) where state in ('requested', 'running');
create index job_subject on job (subject, id);
create index job_state on job (state, id);

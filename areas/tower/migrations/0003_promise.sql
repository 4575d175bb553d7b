-- Promises that are made in meetings, asked of others in money, and told in reports.

-- A meeting of a body. Its minutes are a sealed file: they may name people. `body` is none when no body is named.
create table tower_meeting (
  id text primary key,
  number text not null unique,
  body text,
  title_ko text, title_en text, title_zh text,
  held_on integer not null,
  -- The record does not print the day; it was concluded from it.
  held_inferred integer not null,
  minutes text,
  open integer not null,
  source text,
  seq integer not null
) strict;
create index tower_meeting_held on tower_meeting (held_on, id);

-- What became of a line of the minutes that looked like an order: an obligation, or nothing. A line is named by the
-- byte of the minutes where it begins. A line that nobody looked at has no row: it is a proposal, not a record.
create table tower_meeting_line (
  meeting text not null,
  start integer not null,
  obligation text,
  seq integer not null,
  primary key (meeting, start)
) strict, without rowid;

-- What was asked for a year's budget and what became of it, stage by stage. A corrected stage ends the row before.
create table tower_budget_stage (
  id text primary key,
  obligation text not null,
  stage text not null check (stage in ('asked', 'ministry', 'assembly', 'secured')),
  year integer not null,
  amount integer not null,
  unit text not null,
  said_amount integer not null,
  said_unit text not null,
  source text,
  seq_in integer not null,
  seq_out integer
) strict;
create unique index tower_budget_stage_current on tower_budget_stage (obligation, stage) where seq_out is null;

-- A report that was published: what it counts is read again as of its position, so it never changes.
create table tower_promise_report (
  id text primary key,
  number text not null unique,
  from_day integer not null,
  to_day integer not null,
  today integer not null,
  position integer not null,
  seq integer not null
) strict;

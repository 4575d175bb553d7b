-- What the first page tells besides the plan itself: the stages of the business model, what serves a task or counts for
-- a stage, which published numbers stand near a target; and events of the public record.

-- Stages of the business model, in the order of the pack that was loaded last.
create table tower_stage (
  code text primary key,
  place integer not null,
  title_ko text, title_en text, title_zh text,
  seq integer not null
) strict;

-- One thing that serves a task, counts for a stage or stands near a target: a record (`kind:id`), a measure, a kind of
-- obligation, a page, or a subject of published numbers. The pack that was loaded last says it.
create table tower_serves (
  element text not null check (element in ('task', 'stage', 'target')),
  code text not null,
  place integer not null,
  kind text not null check (kind in ('record', 'measure', 'promises', 'page', 'claims')),
  what text not null,
  seq integer not null,
  primary key (element, code, place)
) strict, without rowid;

-- An event as the record tells it. Names of people are not here: who took part is a ref.
create table tower_event (
  id text primary key,
  code text not null unique,
  title_ko text, title_en text, title_zh text,
  aliases text not null,
  theme_ko text, theme_en text, theme_zh text,
  -- As far as it is known: a day, a month, a range; first_day orders the list.
  held text,
  held_inferred integer not null,
  first_day integer,
  from_time text,
  to_time text,
  venue_ko text, venue_en text, venue_zh text,
  attendance integer,
  -- Whom the source names only by what they are, a line each.
  met_roles text not null,
  source text,
  seq integer not null
) strict;
create index tower_event_held on tower_event (first_day, code);

-- Who took part: `spoke`, `visited`, `met` or `held`, in the order of the record; `role` as printed.
create table tower_event_part (
  event text not null,
  place integer not null,
  verb text not null check (verb in ('held', 'spoke', 'visited', 'met')),
  who text not null,
  role text,
  primary key (event, place)
) strict, without rowid;

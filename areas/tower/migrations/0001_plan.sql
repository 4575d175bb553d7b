-- What a city set out to do, who meets about it, and what it may cost. All of it is public.
-- Names of people are not here: a person in a public role is a fact, the name is in the vault.

-- Which item of which pack became which record, so that a pack that is loaded twice changes nothing.
-- Items that could name a person stand here as a keyed hash.
create table tower_pack_item (
  pack text not null,
  item text not null,
  ref text not null,
  seq integer not null,
  primary key (pack, item)
) strict;

create table tower_plan (
  id text primary key,
  code text not null unique,
  title_ko text, title_en text, title_zh text,
  vision_ko text, vision_en text, vision_zh text,
  goal_ko text, goal_en text, goal_zh text,
  national_goal_ko text, national_goal_en text, national_goal_zh text,
  business_model_ko text, business_model_en text, business_model_zh text,
  proclaimed integer,
  horizon_years integer,
  -- The plan that this one continues, by id.
  follows text,
  note text,
  source text,
  seq integer not null
) strict;

-- Values, strategies and tasks. A slot whose name nobody found is kept as a slot.
create table tower_element (
  id text primary key,
  plan text not null,
  kind text not null check (kind in ('value', 'strategy', 'task')),
  code text not null,
  strategy text,
  place integer not null,
  title_ko text, title_en text, title_zh text,
  aliases text not null,
  status text check (status in ('official', 'reconstructed', 'open')),
  announced_tasks integer,
  source text,
  seq integer not null
) strict;
create unique index tower_element_of on tower_element (plan, kind, code);

create table tower_target (
  id text primary key,
  plan text not null,
  code text not null,
  place integer not null,
  title_ko text, title_en text, title_zh text,
  amount integer not null,
  unit text not null,
  relation text not null,
  starts integer,
  due integer,
  due_inferred integer not null,
  source text,
  seq integer not null
) strict;
create unique index tower_target_of on tower_target (plan, code);

create table tower_body (
  id text primary key,
  code text not null unique,
  place integer not null,
  name_ko text, name_en text, name_zh text,
  aliases text not null,
  founded text,
  size integer,
  size_relation text,
  office text,
  duties_ko text, duties_en text, duties_zh text,
  source text,
  seq integer not null
) strict;

-- What was said to be spent. Several totals of one programme stand side by side; none replaces another.
create table tower_budget_line (
  id text primary key,
  code text not null unique,
  place integer not null,
  title_ko text, title_en text, title_zh text,
  programme text,
  version text,
  amount integer not null,
  unit text not null,
  said_amount integer not null,
  said_unit text not null,
  source text,
  seq integer not null
) strict;
create index tower_budget_programme on tower_budget_line (programme, code);

-- Council questions: what was asked, by when it is due, who prepares the answer. An answer is a version that is never
-- changed; a second one says why. Pinned numbers stand with the text that was shown, so that an answer reads the same
-- years later. An asker is a role in words or the ref of a person; never a name.
create table tower_question (
  id text primary key,
  number text not null unique,
  session text not null,
  asker text not null,
  text text not null,
  asked integer not null,
  due integer not null,
  owner text,
  state text not null check (state in ('asked', 'drafting', 'answered', 'withdrawn')),
  reason text,
  seq integer not null
) strict;
create index tower_question_due on tower_question (state, due);

create table tower_question_answer (
  question text not null,
  version integer not null,
  text text not null,
  pins text not null,
  promises text not null,
  why text,
  answered integer not null,
  seq integer not null,
  primary key (question, version)
) strict;

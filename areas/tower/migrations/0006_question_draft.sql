-- Drafts of answers to council questions: what officers typed so far, one a question, overwritten at each saving. No
-- act and no record: it goes when the question is answered or withdrawn. Who saved last is a number, never a name.
create table tower_question_draft (
  question text primary key,
  says text not null,
  version integer not null,
  saved integer not null,
  person text not null
) strict;

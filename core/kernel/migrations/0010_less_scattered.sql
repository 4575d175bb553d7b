-- A full act writes to as few scattered places as can be: each is a page of its own in a file of many gigabytes.
-- What an act says of its own subject by a fact is found through that fact; the index holds the other entries alone.
alter table journal_entry add column by_fact integer not null default 0;
drop index journal_entry_subject;
create index journal_entry_subject on journal_entry (subject, seq) where by_fact = 0;

-- Requests are random. They stand in the order of their acts; the writer knows in memory which there are.
create table journal_request_in_order (
  seq integer primary key,
  request text not null,
  actor text not null,
  fingerprint text not null,
  received integer not null,
  outcome text not null
) strict;
insert into journal_request_in_order select seq, request, actor, fingerprint, received, outcome from journal_request;
drop table journal_request;
alter table journal_request_in_order rename to journal_request;

-- What the search index asks: which records changed after the position it has reached.
create index organisation_changed on organisation (changed, id);
create index agreement_written on agreement (seq_in, id);
create index obligation_written on obligation (seq_in, id);

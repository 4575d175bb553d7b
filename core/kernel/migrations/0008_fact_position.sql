-- What the query engine asks: which facts were stated, and which ended, after the position it has reached.
create index fact_stated on fact (seq_in);
create index fact_ended on fact (seq_out) where seq_out is not null;

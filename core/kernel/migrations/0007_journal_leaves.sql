-- The leaves that each signed head added, one after another, 32 bytes each. They can be computed from the entries;
-- kept apart, they let a verifier name the one entry of a batch whose header was altered.
alter table journal_checkpoint add column leaves blob;

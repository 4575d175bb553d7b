//! Verifying a journal against checkpoints that somebody kept.
